import type { FeedContent } from './feed.ts'
import type { AppId } from './names.ts'
import type { ScanPart } from './scan.ts'
import type { Stop } from './stop.ts'

export interface OptionSpec {
  /** `root` for `--root`. */
  readonly name: string
  readonly short?: string
  readonly summary: string
  /** Absent for a flag; otherwise the word shown in the help: `DIR`. */
  readonly value?: string
  readonly repeated?: boolean
  readonly choices?: readonly string[]
}

/** What a verb gets. `out` is for data only; words and progress go to `say`. */
export interface VerbContext {
  readonly positionals: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly stop: Stop
  out(text: string): Promise<void>
  say(line: string): void
}

/** One command: `scan host`. Its exit codes are those of `docs/reference/exit-codes.md`. */
export interface Verb {
  /** Words separated by one space. */
  readonly name: string
  readonly summary: string
  readonly positionals?: readonly {
    readonly name: string
    readonly summary: string
    readonly optional?: boolean
    readonly repeated?: boolean
  }[]
  readonly options: readonly OptionSpec[]
  /** Command lines that work, shown first in the help. */
  readonly examples: readonly string[]
  load(): Promise<{ run(context: VerbContext): Promise<number> }>
}

/** What the command line bundles of an app. */
export interface CliFace {
  readonly app: AppId
  readonly verbs: readonly Verb[]
  /** The feeds that the app lives by, for `holdfast feed`. */
  loadFeeds?(): Promise<FeedContent>
  /** What the app adds to `holdfast scan`. */
  loadScan?(): Promise<ScanPart>
}

/** Declares the command-line face. */
export function defineCli(face: CliFace): CliFace {
  return Object.freeze(face)
}
