import { randomBytes } from 'node:crypto'
import type { Capability, World } from '@holdfast/platform/contract'
import type { SourceState } from '@holdfast/platform/envelope'
import { version } from './version.ts'

/** One start of the agent. */
export interface RunState {
  readonly run: string
}

/** A new start: its random id tells two machines with one key apart. */
export function newRun(): RunState {
  return { run: randomBytes(16).toString('hex') }
}

export function declaredCapabilities(world: World): readonly Capability[] {
  return [...world.capabilities].sort()
}

/** What this agent says of itself with each sign of life. */
export function sourceState({ run }: RunState, capabilities: readonly Capability[]): SourceState {
  return { run, version, platform: `${process.platform}-${process.arch}`, capabilities }
}
