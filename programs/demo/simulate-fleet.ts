import { setTimeout as sleep } from 'node:timers/promises'
import type { SourceKey } from '@holdfast/platform/envelope'
import { IntakeError } from '@holdfast/platform/intake'
import type { AgentDoor } from './agent-door.ts'
import { drawHost } from './draw-host.ts'
import { drawWindowsHost, isDrawnWindows } from './draw-windows-host.ts'
import { installUpdates } from './install-updates.ts'
import type { PackageIndex } from './package-index.ts'
import { randomOf } from './random.ts'
import { SimulatedAgent } from './simulated-agent.ts'

export interface Fleet {
  /** The way of one more agent to the server. */
  readonly door: () => AgentDoor
  /** One activation key a tenant. */
  readonly keys: readonly string[]
  readonly index: PackageIndex
  readonly agents: number
  readonly seed: string
  /** Agents that enrol side by side. */
  readonly atOnce: number
  /** How many hosts, of all, install their updates afterwards, from 0 to 1. */
  readonly updated: number
  /** How many hosts, of all, are Windows, from 0 to 1: none unless told. */
  readonly windows?: number
  readonly log: (line: string) => void
  /** Names of hosts that told of themselves before, and are left alone. */
  readonly known?: ReadonlySet<string>
  /** After each host that told of itself: how many there are now, with those that were known. */
  readonly onHost?: (done: number) => void
  readonly stop?: AbortSignal
  /** The key of a host that somebody will speak for again; a new one where absent. */
  readonly sourceKey?: (host: string) => SourceKey
}

export interface Simulated {
  readonly agents: number
  readonly packages: number
  readonly envelopes: number
  readonly updated: number
}

/**
 * Enrols agents of hosts that are drawn from Debian's index, dealt over the tenants with a long tail: the first tenant has about half of them.
 * The same seed draws the same hosts. Waits and tries again where the server is busy.
 */
export async function simulateFleet(fleet: Fleet): Promise<Simulated> {
  const { door, keys, index, agents, seed, log } = fleet
  let [next, done, packages, envelopes, updated] = [0, 0, 0, 0, 0]
  const work = async () => {
    while (next < agents && !fleet.stop?.aborted) {
      const number = next++
      const now = new Date().toISOString()
      const host = isDrawnWindows(seed, number, fleet.windows ?? 0)
        ? drawWindowsHost(seed, number, now)
        : drawHost(index, seed, number, now)
      if (fleet.known?.has(host.name)) {
        done++
        fleet.onHost?.(done)
        continue
      }
      const agent = new SimulatedAgent(door(), host, fleet.sourceKey?.(host.name))
      try {
        await patiently(() => agent.begin(keys[tenantOf(number, agents, keys.length)]!), log)
        packages += host.facts.find(({ fact }) => fact === 'inventory.package')?.items.length ?? 0
        const change = randomOf(`${seed}/${number}/updated`).next() < fleet.updated ? installUpdates(host) : undefined
        if (change) {
          await patiently(() => agent.change(change.packages, change.packagesGone), log)
          await patiently(() => agent.change(change.updates, change.updatesGone), log)
          updated++
        }
        envelopes += agent.acknowledged
        done++
        fleet.onHost?.(done)
        if (done % 100 === 0) log(`${done} of ${agents} agents`)
      } finally {
        agent.close()
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(fleet.atOnce, agents) }, work))
  return { agents: done, packages, envelopes, updated }
}

/** Half of the agents belong to the first tenant, half of the rest to the second, and so on; the last takes what is left. */
export function tenantOf(number: number, agents: number, tenants: number): number {
  let [tenant, end] = [0, agents / 2]
  while (number >= end && tenant < tenants - 1) {
    tenant++
    end += (agents - end) / 2
  }
  return tenant
}

/** A server that is busy says so, and is asked again. */
async function patiently<T>(ask: () => Promise<T>, log: (line: string) => void): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      const { message } = error as Error
      const isBusy =
        error instanceof IntakeError ? error.fault === 'backlog' : /429|503|507|busy|ECONN|socket/i.test(message)
      if (tries >= 10 || !isBusy) throw error
      if (tries === 1) log(`waiting: ${message}`)
      await sleep(200 * 2 ** Math.min(tries, 6))
    }
  }
}
