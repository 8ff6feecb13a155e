/** A source, as `GET /sources` tells it. */
export interface Source {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly status: 'active' | 'revoked'
  readonly health: 'well' | 'silent' | 'never-heard' | 'revoked'
  readonly network: string
  readonly tags: readonly string[]
  readonly enrolledAt: string
  readonly lastSeenAt: string | null
  readonly agentVersion: string | null
  /** Version that the server hands out, where the agent runs an older one. */
  readonly updateTo: string | null
  readonly platform: string | null
  readonly capabilities: readonly string[] | null
  readonly clockOffsetMs: number | null
  readonly waiting: number | null
  readonly cloneSeenAt: string | null
  readonly assets: readonly string[]
  readonly pending: number
  readonly setAside: number
  readonly conflicts: number
}
