import type {
  Capability,
  ExecRequest,
  FileStat,
  LiveListener,
  LiveProcess,
  Unseen,
  WalkEntry,
  WalkSpec,
  World,
} from '@holdfast/platform/contract'

export const snapshotFormat = 'holdfast-snapshot'
/** Raised when a reader of the old shape would misunderstand the new one. */
export const snapshotVersion = 1

/** First line of a snapshot. */
export interface SnapshotHeader {
  readonly format: typeof snapshotFormat
  readonly version: number
  readonly name: string
  readonly kind: World['kind']
  readonly capabilities: readonly Capability[]
  readonly takenAt: string
}

type Answer<Value> =
  | ({ readonly ok: true } & Value)
  | { readonly ok: false; readonly reason: Unseen; readonly detail?: string }

/** One question and its answer; bytes are base64. A snapshot is gzip of lines of JSON: the header, then these, then `end`. */
export type SnapshotRecord =
  | {
      readonly type: 'read'
      readonly path: string
      readonly maxBytes: number
      readonly answer: Answer<{ readonly bytes: string }>
    }
  | {
      readonly type: 'stat'
      readonly path: string
      readonly answer: Answer<{ readonly stat: FileStat; readonly target?: string }>
    }
  | { readonly type: 'walk'; readonly key: string; readonly entries: readonly WalkEntry[] }
  | { readonly type: 'open'; readonly path: string; readonly answer: Answer<{ readonly size: number }> }
  | {
      readonly type: 'piece'
      readonly path: string
      readonly offset: number
      readonly length: number
      readonly bytes: string
    }
  | { readonly type: 'processes'; readonly answer: Answer<{ readonly processes: readonly LiveProcess[] }> }
  | { readonly type: 'listeners'; readonly answer: Answer<{ readonly listeners: readonly LiveListener[] }> }
  | {
      readonly type: 'exec'
      readonly key: string
      readonly answer: Answer<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>
    }
  | { readonly type: 'end'; readonly records: number }

/** Walks are the same question when they are specified alike. */
export function walkKey(spec: WalkSpec): string {
  const { roots, include, prune, kinds, maxDepth, oneFileSystem, maxEntries } = spec
  return JSON.stringify([
    roots,
    include ?? null,
    prune ?? null,
    kinds ?? null,
    maxDepth ?? null,
    oneFileSystem ?? null,
    maxEntries ?? null,
  ])
}

export function execKey({ argv, environment, input }: ExecRequest): string {
  return JSON.stringify([argv, environment ?? {}, input ? Buffer.from(input).toString('base64') : null])
}
