import { loadAppContent, numberJudges, syncContent } from '@holdfast/platform/content'
import { startEmbedded } from '@holdfast/platform/store'
import { serverFaces } from '../../apps/server.ts'
import type { TestServer } from '../../platform/store/testing/index.ts'
import { temporaryHome } from '../../platform/store/testing/index.ts'
import { type SampleInstallation, sampleInstallation } from '../../tests/api/sample-installation.ts'
import { fillInstallation, type InstallationSize } from './fill-installation.ts'

export interface FilledInstallation extends SampleInstallation {
  /** Internal ids. */
  readonly provider: number
  readonly large: number
  readonly tiny: number
}

/** A whole server with the settings of an installation, on an embedded PostgreSQL of its own that is filled and warm. */
export async function openInstallation(
  t: { after(fn: () => unknown): void },
  size: InstallationSize,
  log: (line: string) => void,
): Promise<FilledInstallation> {
  const running = await startEmbedded(temporaryHome(t))
  t.after(() => running.stop())
  const databaseServer: TestServer = {
    name: 'bench',
    access: (database) => ({
      kind: 'embedded',
      admin: { ...running.admin!, database },
      roles: running.roles,
      login: (role) => ({ ...running.login(role), database }),
    }),
    exclusively: (work) => work(),
  }
  const http = await sampleInstallation(t, { databaseServer })
  const contents = await Promise.all(serverFaces.map((face) => loadAppContent(face)))
  await http.database.asPlatform(async (tx) => {
    await syncContent(tx, contents)
    await numberJudges(tx, contents)
  })
  await http.admin.query(`update holdfast.tenant set kind = 'provider' where id = $1`, [http.tenantId])
  await fillInstallation(http.admin, http.tenantId, size, log)
  const { rows } = await http.admin.query<{ id: number }>(
    `select id from holdfast.tenant where name in ('The large one', 'The one of ten') order by name`,
  )
  return { ...http, provider: http.tenantId, large: rows[0]!.id, tiny: rows[1]!.id }
}
