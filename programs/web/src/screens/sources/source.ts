/** A source, as `GET /sources` tells it. */
export interface Source {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly status: 'active' | 'revoked'
  readonly health: 'well' | 'quiet' | 'silent' | 'never-heard' | 'changed' | 'revoked'
  readonly network: string
  readonly key: { readonly id: string; readonly name: string } | null
  readonly modules: readonly string[] | null
  readonly profile: { readonly id: string; readonly name: string } | null
  readonly profileBecause: string
  /** Whether it works as it is told. */
  readonly configuration: 'none' | 'same' | 'behind' | 'refused' | 'unable'
  readonly configurationBecause: string | null
  readonly integrity: 'whole' | 'changed' | 'unsigned' | null
  readonly integrityProblems: readonly string[]
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
