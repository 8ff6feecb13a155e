import type { SupportedRelease, SupportPhase, SupportTable } from './support-table.ts'

/** Which system, as its release file names it. */
export interface SystemRelease {
  readonly id: string
  readonly version: string | undefined
}

export type SupportStatus =
  /** Security fixes reach this system. `phase` is the last that is open to it, `until` its last day. */
  | {
      readonly status: 'supported'
      readonly release: SupportedRelease
      readonly phase: SupportPhase
      readonly until: string | undefined
      /** False once the first phase is over. */
      readonly standard: boolean
    }
  /** They do not any more; `subscribable` is a phase that still runs for those who subscribe. */
  | {
      readonly status: 'ended'
      readonly release: SupportedRelease
      readonly endedOn: string
      readonly subscribable: SupportPhase | undefined
    }
  | { readonly status: 'rolling' }
  | { readonly status: 'unknown'; readonly reason: 'system' | 'release' }

export interface SupportQuestion {
  /** The day to answer for, YYYY-MM-DD. */
  readonly on: string
  /** Subscriptions that the system has, such as `esm-infra`. */
  readonly subscriptions?: readonly string[]
}

/** Says whether a release of an operating system is supported on a day. */
export function supportStatus(
  tables: readonly SupportTable[],
  system: SystemRelease,
  { on, subscriptions = [] }: SupportQuestion,
): SupportStatus {
  const table = tables.find(({ id, aliases }) => id === system.id || aliases.includes(system.id))
  if (table === undefined) return { status: 'unknown', reason: 'system' }
  if (isRolling(table, system.version)) return { status: 'rolling' }
  const release = findRelease(table, system.version)
  if (release === undefined) return { status: 'unknown', reason: 'release' }
  const open = release.phases.filter(
    ({ subscription }) => subscription === undefined || subscriptions.includes(subscription),
  )
  const index = open.findIndex(({ until }) => runs(until, on))
  const phase = open[index]
  if (phase !== undefined) return { status: 'supported', release, phase, until: phase.until, standard: index === 0 }
  return {
    status: 'ended',
    release,
    endedOn:
      open
        .map(({ until }) => until ?? '')
        .sort()
        .at(-1) ?? '',
    subscribable: release.phases.find((one) => !open.includes(one) && runs(one.until, on)),
  }
}

function runs(until: string | undefined, on: string): boolean {
  return until === undefined || on <= until
}

function isRolling(table: SupportTable, version: string | undefined): boolean {
  if (table.rolling) return true
  if (version === undefined) return table.rollingWithoutVersion
  return table.rollingVersion !== undefined && version.includes(table.rollingVersion)
}

/** The release with the version's own name, else the longest that it begins with: 9.4 is of 9, 3.20.1 of 3.20, 15.0 of 15. */
function findRelease(table: SupportTable, version: string | undefined): SupportedRelease | undefined {
  for (let name = version ?? ''; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const found = table.releases.find(({ release }) => release === name)
    if (found !== undefined) return found
  }
  return undefined
}
