import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FeedStore, feedsFolder, findFiles, takeFiles } from '@holdfast/platform/feeds'
import { pino } from 'pino'
import { cliFaces } from '../apps/cli.ts'
import { serverFaces } from '../apps/server.ts'
import { zipFile } from '../platform/feeds/testing/zip-file.ts'
import { testDatabase } from '../platform/store/testing/index.ts'
import { openContent } from '../programs/server/open-content.ts'
import { allParts } from '../programs/server/parts.ts'
import { fillHolders } from './advisory/fill-holders.ts'
import type { Bench } from './bench.ts'

/** What the program logs when it has opened findings on many assets. */
interface Opened {
  readonly assets: number
  readonly listedMs: number
  readonly findings: number
  readonly writtenMs: number
}

export const bench: Bench = {
  name: 'advisory',
  summary:
    'One new advisory is imported beside a million assets of one tenant, with 60 of 50,000 distinct packages each: the complete list of those that it touches, and their findings written.',
  async run({ scale, log }) {
    const assets = Math.max(2000, Math.round(1_000_000 * scale))
    const root = mkdtempSync(join(tmpdir(), 'holdfast-bench-advisory-'))
    const ends: (() => unknown)[] = [() => rmSync(root, { recursive: true, force: true })]
    try {
      const { database, admin, tenant } = await testDatabase(
        { after: (end) => ends.unshift(end) },
        { parts: allParts(serverFaces).filter(({ part }) => part !== 'store') },
      )
      const tenantId = await tenant('Bench')
      await take(root, 1000)
      const content = await openContent(root)
      const heard = new Heard()
      const logger = pino({ level: 'info' }, heard)
      await content.put(database, logger)
      await fillHolders(admin, { tenantId, assets, fresh: Math.floor(assets / 10) }, log)
      const following = content.follow(database, logger, () => {})
      ends.unshift(() => following.stop())
      log('importing one more advisory')
      const imported = await take(root, 1001)
      const { at, opened } = await heard.opened
      const { rows } = await admin.query<{ n: number }>(
        'select count(*)::int as n from holdfast.finding where tenant_id = $1',
        [tenantId],
      )
      if (rows[0]!.n !== opened.findings || opened.assets !== Math.floor(assets / 10))
        throw new Error(`${opened.assets} assets and ${opened.findings} findings told, ${rows[0]!.n} are there`)
      const noticed = (at - imported - opened.writtenMs) / 1000
      const note = `${opened.assets} of ${assets} assets; noticed ${noticed.toFixed(1)} s after the import`
      return [
        {
          what: 'from the notice of the import to the complete list',
          value: opened.listedMs / 1000,
          unit: 's',
          atMost: 2,
          note,
        },
        {
          what: 'from the notice of the import to the last finding written',
          value: opened.writtenMs / 1000,
          unit: 's',
          atMost: 30,
          note: `${opened.findings} findings with evidence and history`,
        },
      ]
    } finally {
      for (const end of ends) await end()
    }
  },
}

/** Catches the line that tells of it. */
class Heard {
  private found!: (value: { at: number; opened: Opened }) => void
  readonly opened = new Promise<{ at: number; opened: Opened }>((resolve) => {
    this.found = resolve
  })
  write(line: string): void {
    const told = JSON.parse(line) as Opened & { msg: string; level: number; err?: unknown }
    if (told.level >= 50) throw new Error(line)
    if (told.msg === 'findings were opened at once') this.found({ at: performance.now(), opened: told })
  }
}

/** Imports so many advisories into a home, as `holdfast feed import` does; answers with when it was done. */
async function take(home: string, count: number): Promise<number> {
  const archive = join(home, 'all.zip')
  writeFileSync(archive, zipFile(advisories(count)))
  const contents = (await Promise.all(cliFaces.map((face) => face.loadFeeds?.()))).filter((one) => one !== undefined)
  const store = FeedStore.open(feedsFolder(home))
  const provenance = { kind: 'file' as const, from: archive }
  const report = await takeFiles(findFiles([archive]), { store, contents, provenance })
  store.close()
  if (report.feeds[0]?.manifest?.counts.advisories !== count)
    throw new Error(`imported ${JSON.stringify(report)}, not ${count} advisories`)
  return performance.now()
}

/** The last of 1,001 is of what a tenth of the assets have; the others are of packages that nobody has. */
function* advisories(count: number): Generator<{ name: string; bytes: Uint8Array }> {
  for (let index = 0; index < count; index++) {
    const name = index === 1000 ? 'source-0' : `elsewhere-${index}`
    const text = {
      schema_version: '1.7.0',
      id: `CVE-2026-${100_000 + index}`,
      modified: `2026-11-${index === 1000 ? 21 : 20}T00:00:00Z`,
      published: '2026-11-20T00:00:00Z',
      details: `A flaw in ${name} lets someone do what they should not`,
      affected: [
        {
          package: { ecosystem: 'Debian:12', name },
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '9.0-1' }] }],
        },
      ],
    }
    yield { name: `CVE-2026-${100_000 + index}.json`, bytes: Buffer.from(JSON.stringify(text)) }
  }
}
