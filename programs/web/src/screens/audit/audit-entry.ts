/** What somebody did: a row of `GET /audit`. */
export interface AuditEntry {
  readonly seq: number
  readonly at: string
  /** Empty where who did it had no name. */
  readonly who: string
  readonly actor: string
  readonly action: string
  readonly target: string
  readonly entry: {
    readonly before?: unknown
    readonly after?: unknown
    readonly reason?: string
    readonly address?: string
    readonly traceId?: string
  }
}
