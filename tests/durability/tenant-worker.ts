// A worker process that erases tenants and brings blueprints to them. It is told by a message which database it works on.
import { platformAlertLists } from '@holdfast/platform/http'
import { startJobs } from '@holdfast/platform/jobs'
import type { EntityExtension } from '@holdfast/platform/search'
import { type DatabaseAccess, openDatabase } from '@holdfast/platform/store'
import { blueprintJob, eraseJob } from '@holdfast/platform/tenants'
import { newSigningKey } from '@holdfast/platform/trust'
import { serverFaces } from '../../apps/server.ts'
import { taggingOf } from '../../programs/server/tagging.ts'

process.on('disconnect', () => process.exit(0))
process.once('message', async (logins) => {
  const login = (role: string) => (logins as Record<string, ReturnType<DatabaseAccess['login']>>)[role]!
  const database = await openDatabase({ access: { login } as DatabaseAccess })
  const key = newSigningKey()
  await startJobs({
    database,
    kinds: [
      eraseJob({ database, signingKey: () => key, onStep: (step) => process.send?.({ step }) }),
      blueprintJob({
        database,
        language: taggingOf(serverFaces).language,
        lists: platformAlertLists(serverFaces.flatMap((face) => face.entities as readonly EntityExtension[])),
        now: () => Date.now(),
        onTenant: (tenant) => process.send?.({ tenant }),
      }),
    ],
    tasks: [],
    scheduled: [],
    onError: (error) => process.send?.({ error: String(error) }),
    pollMs: 50,
    beatMs: 100,
    silenceMs: 800,
  })
})
