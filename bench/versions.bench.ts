import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { compareVersions, schemeOf, versionOrderKey } from '@holdfast/kit/versions'
import { type Bench, type Figure, median } from './bench.ts'

type Pair = readonly [a: string, b: string]

const rounds = 5

/** Comparisons a second of processor time, of one loop over pairs; the answers come back, so that nothing can be left out. */
function rate<T>(
  pairs: readonly (readonly [T, T])[],
  compare: (a: T, b: T) => number,
): { perSecond: number; answers: Int8Array } {
  const answers = new Int8Array(pairs.length)
  const rates: number[] = []
  for (let round = 0; round < rounds; round++) {
    const started = process.cpuUsage()
    for (let index = 0; index < pairs.length; index++) {
      const pair = pairs[index] as readonly [T, T]
      answers[index] = compare(pair[0], pair[1])
    }
    rates.push(pairs.length / (process.cpuUsage(started).user / 1_000_000))
  }
  return { perSecond: median(rates), answers }
}

export const bench: Bench = {
  name: 'versions',
  summary:
    'Debian versions ordered on one core: as raw texts, parsed once, and by byte-ordered keys; beside libapt-pkg and dpkg.',
  async run({ scale, log }) {
    const versions = debianVersions()
    const pairs = pairsOf(versions, Math.max(1000, Math.round(1_000_000 * scale)))
    const scheme = schemeOf('Debian')
    if (scheme === undefined) throw new Error('There is no scheme for Debian.')
    const parsed = new Map(versions.map((text) => [text, scheme.parse(text)]))
    const keys = new Map(versions.map((text) => [text, versionOrderKey('Debian', text) as string]))
    log(`${pairs.length} pairs of ${versions.length} versions`)

    const raw = rate(pairs, (a, b) => compareVersions('Debian', a, b) as number)
    const once = rate(
      pairs.map(([a, b]) => [parsed.get(a), parsed.get(b)] as const),
      (a, b) => scheme.compare(a, b),
    )
    const byKey = rate(
      pairs.map(([a, b]) => [keys.get(a) as string, keys.get(b) as string] as const),
      (a, b) => (a < b ? -1 : a === b ? 0 : 1),
    )
    agree('parsed versions', raw.answers, once.answers)
    agree('keys', raw.answers, byKey.answers)
    const making = rate(
      pairs,
      (a, b) => (versionOrderKey('Debian', a)?.length ?? 0) + (versionOrderKey('Debian', b)?.length ?? 0),
    )

    const size = `${pairs.length} pairs of ${versions.length} versions, median of ${rounds}`
    return [
      { what: 'raw texts', value: raw.perSecond, unit: '/s', atLeast: 1_000_000, note: size },
      { what: 'parsed once', value: once.perSecond, unit: '/s', atLeast: 5_000_000, note: size },
      { what: 'by key', value: byKey.perSecond, unit: '/s', atLeast: 5_000_000, note: size },
      { what: 'keys made', value: making.perSecond * 2, unit: '/s' },
      ...peers(pairs, raw),
    ]
  },
}

/** libapt-pkg through python3-apt in a loop of its own, and processes of dpkg; each must say the same of every pair. */
function peers(pairs: readonly Pair[], own: { perSecond: number; answers: Int8Array }): readonly Figure[] {
  const figures: Figure[] = []
  const apt = spawnSync('/usr/bin/python3', ['-c', askApt], { input: JSON.stringify(pairs), maxBuffer: 2 ** 28 })
  if (apt.status === 0) {
    const [perSecond, answers] = JSON.parse(apt.stdout.toString()) as [number, number[]]
    agree('libapt-pkg', own.answers, Int8Array.from(answers))
    const note = `python3-apt; Holdfast is ${(own.perSecond / perSecond).toFixed(1)} × as fast`
    figures.push({ what: 'peer: libapt-pkg from Python, raw texts', value: perSecond, unit: '/s', note })
  }
  if (existsSync('/usr/bin/dpkg')) {
    const few = pairs.slice(0, 200)
    const started = performance.now()
    const answers = few.map(([a, b]) => (isTrue(a, 'lt', b) ? -1 : isTrue(a, 'gt', b) ? 1 : 0))
    const perSecond = (few.length / (performance.now() - started)) * 1000
    agree('dpkg', own.answers.slice(0, few.length), Int8Array.from(answers))
    const note = `${few.length} pairs, one or two processes each`
    figures.push({ what: 'peer: dpkg --compare-versions', value: perSecond, unit: '/s', note })
  }
  return figures
}

const askApt = `
import apt_pkg, json, sys, time
apt_pkg.init_system()
compare = apt_pkg.version_compare
pairs = json.load(sys.stdin)
started = time.process_time()
answers = [compare(a, b) for a, b in pairs]
took = time.process_time() - started
print(json.dumps([len(pairs) / took, [(x > 0) - (x < 0) for x in answers]]))
`

function isTrue(a: string, relation: string, b: string): boolean {
  return spawnSync('/usr/bin/dpkg', ['--compare-versions', a, relation, b]).status === 0
}

function agree(who: string, own: Int8Array, other: Int8Array): void {
  const at = own.findIndex((answer, index) => answer !== other[index])
  if (at >= 0) throw new Error(`${who} orders pair ${at} as ${other[at]}, not ${own[at]}.`)
}

/** The versions of this host's packages where there are any, and each as other releases would have it. */
function debianVersions(): readonly string[] {
  const status = existsSync('/var/lib/dpkg/status') ? readFileSync('/var/lib/dpkg/status', 'utf8') : ''
  const own = [...status.matchAll(/^Version: (\S+)$/gm)].map((match) => match[1] as string)
  const made = Array.from({ length: 1000 }, (_, n) => `${n % 7 === 0 ? '1:' : ''}${n % 5}.${n % 13}.${n % 31}-${n % 4}`)
  const all = [...own, ...made].flatMap((text) => [text, `${text}+deb12u1`, `${text}~bpo12+1`, `${text}+b2`])
  // As they come from a document or a database, not as pieces of another text.
  return JSON.parse(JSON.stringify([...new Set(all)])) as readonly string[]
}

/** Half of them near each other in the list of packages, half anywhere; the same every time. */
function pairsOf(versions: readonly string[], count: number): readonly Pair[] {
  let state = 4711
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % below
  }
  return Array.from({ length: count }, (_, index): Pair => {
    const at = random(versions.length)
    const other = index % 2 === 0 ? (at + random(8)) % versions.length : random(versions.length)
    return [versions[at] as string, versions[other] as string]
  })
}
