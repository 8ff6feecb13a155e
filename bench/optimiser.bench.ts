import {
  type AssetFinding,
  chooseFixes,
  chooseForAssetScores,
  type FixAction,
} from '../apps/vulnerabilities/engine/priority/index.ts'
import { type Bench, type Figure, median } from './bench.ts'

const rounds = 5

export const bench: Bench = {
  name: 'optimiser',
  summary: 'The fixes that remove most risk, of 500 actions over 10,000 findings, with the gap that is proven.',
  async run({ scale, log }) {
    const count = Math.max(100, Math.round(10_000 * scale))
    const number = Math.max(8, Math.round(500 * scale))
    const figures: Figure[] = [smallCases(Math.max(5, Math.round(300 * scale)))]
    const fleets = [upgradesAndHosts(count, number), anyOf(count, number)]
    for (const { title, findings, actions } of fleets) {
      const size = `${findings.length} findings, ${actions.length} actions`
      const budget = Math.ceil(number / 10)
      for (const limits of [{ actions: Math.ceil(number / 50) }, { actions: Math.ceil(number / 10) }, { budget }]) {
        const what = `${title}, at most ${limits.actions ?? budget}${limits.actions === undefined ? ' of cost' : ' actions'}`
        figures.push(...measure(what, size, () => chooseFixes(findings, actions, limits), log))
      }
    }
    const { title, findings, actions } = fleets[0] as Fleet
    const contexts = new Map(findings.map(({ asset }, index) => [asset, { criticality: 1 + (index % 5) }]))
    const limits = { actions: Math.ceil(number / 50) }
    const byScore = () => chooseForAssetScores(findings, actions, contexts, limits)
    figures.push(
      ...measure(`${title}, asset scores, at most ${limits.actions} actions`, 'the sum of asset scores', byScore, log),
    )
    return figures
  },
}

interface Fleet {
  readonly title: string
  readonly findings: readonly AssetFinding[]
  readonly actions: readonly FixAction[]
}

/** Processor time, as others may be at work beside. */
function measure(
  what: string,
  size: string,
  choose: () => { readonly gap: number },
  log: (line: string) => void,
): Figure[] {
  const times: number[] = []
  let last: { readonly gap: number } | undefined
  for (let round = 0; round < rounds; round++) {
    const started = process.cpuUsage()
    const set = choose()
    times.push(process.cpuUsage(started).user / 1_000_000)
    if (last && JSON.stringify(last) !== JSON.stringify(set)) throw new Error(`${what}: two runs differ.`)
    last = set
  }
  const gap = (last?.gap ?? Number.NaN) * 100
  log(`${what}: ${median(times).toFixed(2)} s, gap ${gap.toFixed(3)} %`)
  return [
    { what, value: median(times), unit: 's', atMost: 1, note: `${size}, processor time, median of ${rounds}` },
    { what: '… proven to be below the best possible by at most', value: gap, unit: '%' },
  ]
}

/** Sets of 12 actions of which every choice is tried. */
function smallCases(cases: number): Figure {
  let worst = 0
  for (let one = 0; one < cases; one++) {
    const { findings, actions } = anyOf(100 + one, 12, one)
    const larger = actions.map(({ ends, ...action }, index) => ({
      ...action,
      ends: [...ends, ...ends.map((id) => `f${Number(id.slice(1)) ^ index}`)],
    }))
    const limits = one % 2 === 0 ? { actions: 2 + (one % 5) } : { budget: 6 + (one % 9) }
    const best = mostOfAll(findings, larger, limits)
    const { removed } = chooseFixes(findings, larger, limits)
    if (removed > best) throw new Error(`Case ${one}: more is removed than there is to remove.`)
    worst = Math.max(worst, best === 0 ? 0 : ((best - removed) / best) * 100)
  }
  return {
    what: 'small sets, below the best of all choices by at most',
    value: worst,
    unit: '%',
    atMost: 1,
    note: `${cases} sets of 12 actions`,
  }
}

function mostOfAll(
  findings: readonly AssetFinding[],
  actions: readonly FixAction[],
  limits: { actions?: number; budget?: number },
): number {
  const riskOf = new Map(findings.map(({ id, risk }) => [id, risk]))
  let most = 0
  for (let choice = 0; choice < 2 ** actions.length; choice++) {
    const chosen = actions.filter((_, index) => (choice >> index) & 1)
    if (chosen.length > (limits.actions ?? Number.POSITIVE_INFINITY)) continue
    if (chosen.reduce((sum, { cost = 1 }) => sum + cost, 0) > (limits.budget ?? Number.POSITIVE_INFINITY)) continue
    let removed = 0
    for (const id of new Set(chosen.flatMap(({ ends }) => ends))) removed += riskOf.get(id) ?? 0
    most = Math.max(most, removed)
  }
  return most
}

/** Each finding is of one package on one host; packages are upgraded everywhere or hosts are patched whole. Few packages make most findings. */
function upgradesAndHosts(count: number, number: number): Fleet {
  const random = randomness(4711)
  const packages = Math.ceil(number * 0.6)
  const hosts = number - packages
  const findings = Array.from({ length: count }, (_, index) => {
    const name = Math.floor(packages * random() ** 2)
    const host = Math.floor(hosts * random())
    return { id: `f${index}`, asset: `host ${host}`, name, host, risk: riskOf(random) }
  })
  const upgrades = Array.from({ length: packages }, (_, name) => ({
    id: `upgrade package ${name} everywhere`,
    ends: findings.filter((finding) => finding.name === name).map(({ id }) => id),
    cost: 1 + Math.floor(random() * 8),
  }))
  const patches = Array.from({ length: hosts }, (_, host) => ({
    id: `patch host ${host}`,
    ends: findings.filter((finding) => finding.host === host).map(({ id }) => id),
    cost: 1 + Math.floor(random() * 4),
  }))
  return { title: 'packages and hosts', findings, actions: [...upgrades, ...patches] }
}

/** Each action ends findings anywhere, in sizes from few to hundreds: the hardest to prove anything about. */
function anyOf(count: number, number: number, seed = 1848): Fleet {
  const random = randomness(seed)
  const findings = Array.from({ length: count }, (_, index) => ({
    id: `f${index}`,
    asset: `host ${Math.floor((random() * count) / 50)}`,
    risk: riskOf(random),
  }))
  const actions = Array.from({ length: number }, (_, index) => {
    const size = 1 + Math.floor((count / 50) * random() ** 3)
    const ends = Array.from({ length: size }, () => `f${Math.floor(random() * count)}`)
    return { id: `action ${index}`, ends, cost: 1 + Math.floor(random() * 8) }
  })
  return { title: 'any findings', findings, actions }
}

/** Most findings score in the middle; few are urgent. */
function riskOf(random: () => number): number {
  return Math.round(100 + 800 * random() * random() + (random() < 0.03 ? 100 : 0))
}

function randomness(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 4) / 2 ** 27
  }
}
