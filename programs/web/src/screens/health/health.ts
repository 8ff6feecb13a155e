/** How the installation is, as `GET /health` tells it. */
export interface Health {
  readonly checks: readonly {
    readonly name: string
    readonly status: 'ok' | 'warn' | 'fail'
    readonly detail: string
    readonly fix?: string
  }[]
  readonly ledger: {
    readonly received: {
      readonly came: number
      readonly stored: number
      readonly conflicts: number
      readonly repeated: number
      readonly refused: number
    }
    readonly records: { readonly applied: number; readonly aside: number }
    readonly problems: readonly string[]
  }
  readonly queues: { readonly envelopes: number; readonly judgements: number; readonly jobs: number }
  readonly content: readonly {
    readonly app: string
    readonly version: number
    readonly provenance: string
    readonly loadedAt: string
  }[]
  readonly machine: {
    readonly version: string
    readonly node: string
    readonly database: string
    readonly startedAt: string
    readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null
  }
}
