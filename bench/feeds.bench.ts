import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FeedStore, findFiles, readFeeds, syncFeed, takeFiles } from '@holdfast/platform/feeds'
import { cliFaces } from '../apps/cli.ts'
import { openLibrary } from '../apps/vulnerabilities/store/library/index.ts'
import { zipFile } from '../platform/feeds/testing/zip-file.ts'
import { type Bench, median } from './bench.ts'

const packages = 20_000
const modified = '2026-11-20T00:00:00Z'

export const bench: Bench = {
  name: 'feeds',
  summary:
    'A feed of made-up advisories in the form of OSV (one archive, one file an advisory) imported cold, synced again unchanged, and looked up in.',
  async run({ scale, log }) {
    const count = Math.round(100_000 * scale)
    const root = mkdtempSync(join(tmpdir(), 'holdfast-bench-feeds-'))
    const contents = (await Promise.all(cliFaces.map((face) => face.loadFeeds?.()))).filter((one) => one !== undefined)
    try {
      log(`making ${count} advisories`)
      const archive = join(root, 'publisher', 'all.zip')
      mkdirSync(join(root, 'publisher'))
      writeFileSync(archive, zipFile(advisories(count)))
      const size = `${(statSync(archive).size / 1e6).toFixed(0)} MB packed`

      const store = FeedStore.open(join(root, 'imported'))
      const started = performance.now()
      const report = await takeFiles(findFiles([archive]), {
        store,
        contents,
        provenance: { kind: 'file', from: archive },
      })
      const imported = (performance.now() - started) / 1000
      store.close()
      const [outcome] = report.feeds
      if (outcome?.outcome !== 'new' || outcome.manifest?.counts.advisories !== count)
        throw new Error(`imported ${JSON.stringify(outcome)}, not ${count} advisories`)

      const synced = await syncAgain(root, archive, contents)
      const looked = lookUp(join(root, 'imported'), count)
      return [
        { what: 'imported cold', value: imported, unit: 's', atMost: 20, note: `${count} advisories, ${size}` },
        {
          what: 'unchanged re-sync, with a publisher on loopback',
          value: synced,
          unit: 's',
          atMost: 1,
          note: 'median of 5; one conditional request',
        },
        { what: '1,000 packages looked up, library just opened', value: looked, unit: 's', note: 'median of 5' },
      ]
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  },
}

/** Seconds of a sync that finds nothing new; the first, which fetches all, is not counted. */
async function syncAgain(
  root: string,
  archive: string,
  contents: readonly Parameters<typeof syncFeed>[0]['content'][],
): Promise<number> {
  const bytes = readFileSync(archive)
  const etag = `"${createHash('sha1').update(bytes).digest('hex')}"`
  let asked = 0
  const server = createServer((request, response) => {
    asked++
    const list = request.url === '/Bench/modified_id.csv'
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
    else response.writeHead(200, { etag }).end(list ? `${modified},BENCH-0\n` : bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/Bench`
  const content = contents.find(({ app }) => app === 'vulnerabilities')
  if (!content) throw new Error('The app of vulnerabilities brings no feeds.')
  const definition = { id: 'osv-bench', title: 'Bench', publisher: 'Bench', licence: 'none' }
  const sync = async () => {
    const store = FeedStore.open(join(root, 'synced'))
    try {
      const origin = { kind: 'osv' as const, base }
      const stop = new AbortController().signal
      return await syncFeed({ store, content, definition, origin, environment: {}, stop })
    } finally {
      store.close()
    }
  }
  try {
    const first = await sync()
    if (first.outcome !== 'new') throw new Error(`the first sync said ${JSON.stringify(first)}`)
    const times: number[] = []
    for (let round = 0; round < 5; round++) {
      asked = 0
      const started = performance.now()
      const { outcome } = await sync()
      times.push((performance.now() - started) / 1000)
      if (outcome !== 'unchanged' || asked !== 1)
        throw new Error(`an unchanged sync was ${outcome} with ${asked} requests`)
    }
    return median(times)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

function lookUp(folder: string, count: number): number {
  const paths = readFeeds(folder).feeds.map(({ path }) => path)
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const started = performance.now()
    const library = openLibrary(paths)
    let found = 0
    for (let index = 0; index < 1000; index++) found += library.advisoriesNaming('npm', `package-${index * 7}`).length
    times.push((performance.now() - started) / 1000)
    library.close()
    if (found === 0 && count >= packages) throw new Error('nothing was found')
  }
  return median(times)
}

/** The same every time: one to three packages each, some named by many, with words of a usual length. */
function* advisories(count: number): Generator<{ name: string; bytes: Uint8Array }> {
  let state = 4711
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % below
  }
  for (let index = 0; index < count; index++) {
    const affected = Array.from({ length: 1 + random(3) }, () => ({
      package: { ecosystem: 'npm', name: `package-${Math.floor(random(packages) ** 2 / packages)}` },
      ranges: [
        { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `${random(9)}.${random(20)}.${random(30)}` }] },
        {
          type: 'SEMVER',
          events: [{ introduced: `${10 + random(9)}.0.0` }, { fixed: `${19 + random(9)}.${random(20)}.0` }],
        },
      ],
      versions: Array.from({ length: random(20) }, (_, n) => `${n}.${random(30)}.0`),
    }))
    const text = {
      schema_version: '1.7.0',
      id: `BENCH-${index}`,
      modified,
      published: '2026-10-01T00:00:00Z',
      aliases: [`CVE-2026-${100_000 + index}`],
      summary: `A flaw in ${affected[0]?.package.name} lets someone do what they should not`,
      details: `${'What happens, to whom, and by which request it can be brought about. '.repeat(5 + random(25))}${index}`,
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
      affected,
      references: Array.from({ length: 4 }, (_, n) => ({
        type: 'WEB',
        url: `https://example.org/advisories/${index}/${n}`,
      })),
      database_specific: { severity: 'HIGH', cwe_ids: ['CWE-79'] },
    }
    yield { name: `BENCH-${index}.json`, bytes: Buffer.from(JSON.stringify(text)) }
  }
}
