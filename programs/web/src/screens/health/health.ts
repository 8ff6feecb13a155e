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
      readonly early: number
      readonly refused: number
    }
    readonly applied: { readonly came: number; readonly went: number; readonly aside: number }
    readonly pending: number
    readonly records: {
      readonly came: number
      readonly applied: number
      readonly aside: number
      readonly refused: number
    }
    readonly aside: {
      readonly waiting: number
      readonly applied: number
      readonly superseded: number
      readonly dropped: number
    }
    readonly problems: readonly string[]
  }
  readonly queues: {
    readonly envelopes: number
    readonly judgements: number
    readonly oldestJudgementAt: string | null
    readonly jobs: number
  }
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
