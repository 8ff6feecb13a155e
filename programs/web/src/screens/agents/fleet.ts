/** What `GET /agent-profiles` tells. */
export interface Profile {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly priority: number
  readonly isDefault: boolean
  readonly settings: Settings
  readonly tags: readonly { readonly id: string; readonly name: string }[]
  readonly updatedAt: string
}

export interface QuietWindow {
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
  readonly zone: string
  readonly stops: 'activity' | 'transmission'
}

export interface Settings {
  readonly statusSeconds?: number
  readonly collectors?: Readonly<Record<string, { readonly everySeconds?: number; readonly off?: boolean }>>
  readonly scanDelaySeconds?: number
  readonly scanRandomiseSeconds?: number
  readonly windows?: readonly QuietWindow[]
  readonly processorShare?: number
  readonly nice?: number
  readonly memoryMegabytes?: number
  readonly uploadBytesPerSecond?: number
  readonly envelopeBytes?: number
  readonly updates?: 'rings' | 'off'
  readonly proxy?: { readonly url: string; readonly direct: boolean }
}

type Counts = Readonly<
  Record<'waiting' | 'ordered' | 'healthy' | 'failed' | 'away' | 'back' | 'back-ordered' | 'back-failed', number>
>

export interface Ring {
  readonly name: string
  readonly tag: string | null
  readonly tagName?: string | null
  readonly share: number
  readonly waitMinutes: number
  readonly healthyPercent: number
  readonly withinMinutes: number
}

/** What `GET /update-rollouts` tells. */
export interface Rollout {
  readonly id: string
  readonly agentVersion: string
  readonly state: 'running' | 'paused' | 'stopped' | 'done' | 'rolling-back' | 'rolled-back'
  readonly because: string | null
  readonly ring: number
  readonly rings: readonly (Ring & { readonly counts: Counts })[]
  readonly startedBy: string
  readonly startedAt: string
}

/** What `GET /asset-rules` tells. */
export interface Rule {
  readonly id: string
  readonly name: string
  readonly query: string
  readonly action: 'mark-stale' | 'purge'
  readonly undoDays: number
  readonly keepArchive: boolean
  readonly uninstall: boolean
  readonly enabled: boolean
  readonly ranAt: string | null
  readonly found: number | null
  readonly problem: string | null
  readonly stale: number
}

/** What `GET /purges` tells. */
export interface Purge {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly because: string
  readonly purgedBy: string
  readonly purgedAt: string
  readonly finalAt: string
  readonly state: 'undoable' | 'undone' | 'final'
}
