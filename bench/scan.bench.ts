import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { edge } from '@holdfast/inventory/edge'
import { packageFact } from '@holdfast/inventory/public'
import { itemKey, type KnownFacts } from '@holdfast/platform/contract'
import { hostWorld, runCollector } from '@holdfast/platform/world'
import { assess } from '../apps/vulnerabilities/cli/assess.ts'
import { softwareOf } from '../apps/vulnerabilities/cli/software-of.ts'
import type { FeedRecord } from '../apps/vulnerabilities/engine/feed-record.ts'
import { ecosystemOf } from '../apps/vulnerabilities/engine/installed-software.ts'
import { compileLibrary, openLibrary } from '../apps/vulnerabilities/store/library/index.ts'
import { type Bench, type Figure, median } from './bench.ts'

/** About what the security tracker of Debian holds of one release: CVEs, source packages, and how many CVEs its busiest package has. */
const size = { cves: 45_000, packages: 3_500, busiest: 6_000 }
const root = new URL('..', import.meta.url).pathname

export const bench: Bench = {
  name: 'scan',
  summary:
    "This host's packages against a library as large as Debian's, and this host's bill of materials on the command line.",
  async run({ scale, log }) {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-scan-bench-'))
    try {
      const facts = await packagesOfThisHost()
      const found = softwareOf({ facts, listed: [], distribution: undefined })
      const cves = Math.max(500, Math.round(size.cves * scale))
      const file = join(folder, 'debian.sqlite')
      const state = await compileLibrary(file, 'debian', libraryOf(found, cves))
      log(`${found.length} packages; ${state.counts.advisories} advisories, ${state.counts.threats} threats`)
      const runs = Math.max(1, Math.round(5 * scale))
      const times: number[] = []
      let findings = 0
      for (let run = 0; run < runs; run++) {
        const started = performance.now()
        const library = openLibrary([file])
        findings = assess(found, library).findings.length
        library.close()
        times.push(performance.now() - started)
      }
      const bill = join(folder, 'host.cdx.json')
      const note = `${found.length} packages, ${state.counts.advisories} advisories, ${findings} findings`
      const figures: Figure[] = [
        {
          what: 'packages against the library in a warm process: open and match (median)',
          value: median(times) / 1000,
          unit: 's',
          note,
        },
      ]
      writeFileSync(bill, JSON.stringify(billOf(found)))
      const sbom = shots(runs, ['scan', 'sbom', bill, '--feed', folder, '-o', 'json'])
      const nothing = shots(runs, ['version'])
      figures.push(
        {
          what: 'one shot on the command line: scan sbom of this host, whole process (median)',
          value: sbom.wall / 1000,
          unit: 's',
          atMost: 0.5,
          note: `${note}; ${Math.round(sbom.bytes / 1024)} KiB of JSON`,
        },
        {
          what: 'of it, starting a command that does nothing (holdfast version)',
          value: nothing.wall / 1000,
          unit: 's',
        },
      )
      return figures
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** The first run warms the files and the compile cache of Node, and does not count. */
function shots(runs: number, args: readonly string[]): { readonly wall: number; readonly bytes: number } {
  const times: number[] = []
  let bytes = 0
  for (let run = 0; run <= runs; run++) {
    const started = performance.now()
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'programs/cli/main.ts'), ...args], {
      maxBuffer: 1024 * 1024 * 1024,
    })
    if (status !== 0) throw new Error(`holdfast ${args.join(' ')}: ${status} ${stderr}`)
    if (run > 0) times.push(performance.now() - started)
    bytes = stdout.length
  }
  return { wall: median(times), bytes }
}

async function packagesOfThisHost(): Promise<readonly KnownFacts[]> {
  const world = hostWorld()
  const facts: KnownFacts[] = []
  for (const collector of edge.collectors.filter(({ id }) => id === 'inventory.packages'))
    for await (const observed of runCollector(collector, world, new AbortController().signal))
      if (observed.type === 'facts') {
        const { fact, scope, complete, items } = observed
        const byKey = new Map(items.map((item) => [itemKey(packageFact, item), item]))
        facts.push({ fact, scope, complete, observedAt: world.clock.now(), items: byKey })
      }
  return facts
}

/**
 * Advisories in the shape of a distribution's tracker: one for each CVE, which names one source package in two releases. Most are fixed in what is installed,
 * one in twenty is not; the packages of this host are among those named, and a few packages have most of the CVEs.
 */
function* libraryOf(found: ReturnType<typeof softwareOf>, cves: number): Generator<FeedRecord> {
  const ecosystem = found.map(({ software }) => ecosystemOf(software))[0] ?? 'Debian:12'
  yield { kind: 'coverage', ecosystem }
  const own = new Map(
    found.map(({ software: { name, version, source } }) => [source?.name ?? name, source?.version ?? version]),
  )
  const names = [...own.keys()]
  for (let index = names.length; index < size.packages; index++) names.push(`package-${index}`)
  const busiest = Math.round((cves * size.busiest) / size.cves)
  for (let index = 0; index < cves; index++) {
    // The square makes few packages busy and many quiet; the first is the busiest.
    const name =
      index < busiest
        ? (names[0] as string)
        : (names[Math.floor((((index * 7919) % cves) ** 2 / cves ** 2) * names.length)] as string)
    const fixed = index % 20 === 0 ? undefined : '0.0.1-1'
    const cve = `CVE-${2005 + (index % 20)}-${10_000 + index}`
    const events = [{ introduced: '0' }, ...(fixed === undefined ? [] : [{ fixed }])]
    const entry = {
      purl: undefined,
      severity: [],
      commits: [],
      versions: [],
      name,
      ranges: [{ type: 'ECOSYSTEM' as const, events }],
    }
    yield {
      kind: 'advisory',
      advisory: {
        id: cve,
        modified: '2026-01-01T00:00:00Z',
        published: undefined,
        withdrawn: undefined,
        aliases: [],
        upstream: [],
        related: [],
        summary: '',
        details:
          `A flaw in ${name} lets somebody do what they should not, when they send a message of a certain kind. `.repeat(
            3,
          ),
        severity: [],
        databaseSeverity: undefined,
        references: [],
        cwes: [],
        affected: [
          { ...entry, ecosystem },
          { ...entry, ecosystem: 'Debian:11', ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] },
        ],
      },
    }
    const score = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H'
    yield { kind: 'threat', threat: { cve, severity: [{ type: 'CVSS_V3', score }], cwes: ['CWE-787'] } }
  }
}

function billOf(found: ReturnType<typeof softwareOf>) {
  const components = found.map(({ software: { purl, name, version, source } }) => ({
    type: 'library',
    name,
    version,
    purl,
    properties:
      source === undefined
        ? []
        : [
            { name: 'holdfast:source:name', value: source.name },
            { name: 'holdfast:source:version', value: source.version },
          ],
  }))
  return { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }
}
