import { spawnSync } from 'node:child_process'
import { edge } from '@holdfast/inventory/edge'
import type { Collector } from '@holdfast/platform/contract'
import { hostWorld, runCollector } from '@holdfast/platform/world'
import { type Bench, type Figure, median } from './bench.ts'

/** What "this host inventoried" means: packages, processes, sockets, accounts. */
const asked = ['inventory.packages', 'inventory.processes', 'inventory.listeners', 'inventory.accounts']

/** The tools that give a person the same lists. */
const peers: readonly (readonly [string, readonly string[]])[] = [
  ['dpkg-query -W', ['dpkg-query', '-W']],
  ['ps', ['ps', '-eo', 'pid,ppid,euser,lstart,args']],
  ['ss', ['ss', '-ltnup']],
  ['getent passwd', ['getent', 'passwd']],
  ['apt list --upgradable', ['apt', 'list', '--upgradable']],
]

interface Spent {
  /** User and system time, milliseconds. */
  readonly cpu: number
  readonly wall: number
  readonly items: number
}

export const bench: Bench = {
  name: 'inventory',
  summary: 'This host inventoried by the collectors of the agent, beside the tools that list the same.',
  async run({ scale, log }) {
    const runs = Math.max(1, Math.round(5 * scale))
    const chosen = edge.collectors.filter(({ id }) => asked.includes(id))
    const cold = await spend(chosen)
    log(`first run: ${cold.items} items`)
    const warm: Spent[] = []
    for (let run = 0; run < runs; run += 1) warm.push(await spend(chosen))
    const rest = await spend(edge.collectors.filter(({ id }) => !asked.includes(id) && id !== 'inventory.software'))
    const figures: Figure[] = [
      {
        what: 'packages, processes, sockets, accounts: agent CPU time, first run',
        value: cold.cpu / 1000,
        unit: 's',
        atMost: 2,
        note: `${cold.items} items`,
      },
      { what: 'the same, wall time', value: cold.wall / 1000, unit: 's' },
      {
        what: 'the same again in a new world, CPU time (median)',
        value: median(warm.map(({ cpu }) => cpu)) / 1000,
        unit: 's',
      },
      {
        what: 'all other collectors but libraries, CPU time',
        value: rest.cpu / 1000,
        unit: 's',
        note: `${rest.items} items`,
      },
    ]
    // A walk over the whole disk: it cannot be made smaller, only left out.
    if (scale >= 0.1) {
      const { items, cpu, wall } = await spend(edge.collectors.filter(({ id }) => id === 'inventory.software'))
      log(`software: ${items} items in one walk`)
      figures.push(
        { what: 'libraries of six languages, CPU time', value: cpu / 1000, unit: 's', note: `${items} items` },
        { what: 'libraries of six languages, wall time', value: wall / 1000, unit: 's' },
      )
    }
    for (const [name, argv] of peers) {
      const figure = peer(name, argv, runs)
      if (figure) figures.push(figure)
    }
    return figures
  },
}

/** Every run has a world of its own, so that nothing is remembered from the one before. */
async function spend(collectors: readonly Collector[]): Promise<Spent> {
  const world = hostWorld()
  const started = performance.now()
  const before = process.cpuUsage()
  let items = 0
  for (const collector of collectors) {
    for await (const observed of runCollector(collector, world, new AbortController().signal))
      if (observed.type === 'facts') items += observed.items.length
  }
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1000, wall: performance.now() - started, items }
}

function peer(name: string, [program = '', ...options]: readonly string[], runs: number): Figure | undefined {
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now()
    const { error } = spawnSync(program, options, { stdio: 'ignore' })
    if (error) return undefined
    times.push(performance.now() - started)
  }
  return { what: `${name}, wall time (median)`, value: median(times) / 1000, unit: 's', note: 'peer' }
}
