import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readWindowsRecording } from '@holdfast/kit/windows'
import { FeedStore, findFiles, takeFiles } from '@holdfast/platform/feeds'
import { cliFaces } from '../apps/cli.ts'
import { factsOfWindows } from '../apps/inventory/engine/windows/facts-of-recording.ts'
import type { InstalledSoftware } from '../apps/vulnerabilities/engine/installed-software.ts'
import { Matcher } from '../apps/vulnerabilities/engine/match/match-software.ts'
import { softwareOfFacts } from '../apps/vulnerabilities/engine/software/from-facts.ts'
import { openLibrary } from '../apps/vulnerabilities/store/library/index.ts'
import { sharedFeeds } from '../apps/vulnerabilities/tests/shared-feeds.fixture.ts'
import { type Bench, type Figure, median } from './bench.ts'

const feed = join(sharedFeeds, 'microsoft-wesng/definitions.zip')
const samples = new URL('../kit/windows/samples/', import.meta.url)

export const bench: Bench = {
  name: 'windows',
  summary: 'The whole table of Microsoft updates imported cold, and recordings of Windows hosts matched against it.',
  async run({ scale, log }) {
    if (!existsSync(feed))
      throw new Error(`there is no feed at ${feed}; HOLDFAST_CORPORA names the folder beside feeds`)
    const root = mkdtempSync(join(tmpdir(), 'holdfast-bench-windows-'))
    try {
      log('importing')
      const contents = (await Promise.all(cliFaces.map((face) => face.loadFeeds?.()))).filter(
        (one) => one !== undefined,
      )
      const store = FeedStore.open(root)
      const began = performance.now()
      const report = await takeFiles(findFiles([feed]), { store, contents, provenance: { kind: 'file', from: feed } })
      const imported = (performance.now() - began) / 1000
      const manifest = report.feeds[0]?.manifest
      const path = store.current('microsoft-wesng')?.path
      store.close()
      if (manifest === undefined || path === undefined) throw new Error(`imported ${JSON.stringify(report)}`)
      const runs = Math.max(2, Math.round(10 * scale))
      const figures: Figure[] = [
        {
          what: 'the table imported cold',
          value: imported,
          unit: 's',
          note: `${manifest.counts.advisories} advisories`,
        },
      ]
      for (const name of readdirSync(samples).sort()) figures.push(match(path, name, runs))
      return figures
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  },
}

/** Opened anew each time, so that nothing that was looked up before is kept. */
function match(path: string, name: string, runs: number): Figure {
  const software = systemOf(name)
  const times: number[] = []
  let found = 0
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    const library = openLibrary([path])
    const { matches } = new Matcher(library).match(software)
    library.close()
    times.push(performance.now() - started)
    if (run > 0 && matches.length !== found) throw new Error(`${name}: two runs differ`)
    found = matches.length
  }
  return {
    what: `${name.replace('.json', '')}, library just opened (median of ${runs})`,
    value: median(times),
    unit: 'ms',
    note: `${found} found, ${software.updates?.length ?? 0} updates installed`,
  }
}

function systemOf(name: string): InstalledSoftware {
  const reading = readWindowsRecording(readFileSync(new URL(name, samples)))
  if (!reading.ok) throw new Error(`${name}: ${reading.problem.message}`)
  const [system] = softwareOfFacts(factsOfWindows(reading.recording))
  if (system === undefined) throw new Error(`${name}: is of no Windows`)
  return system.software
}
