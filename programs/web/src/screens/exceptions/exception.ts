import { exactly, plural, type Status } from '@holdfast/design'

/** A decision about findings: a row of `GET /exceptions`. */
export interface Exception {
  readonly id: string
  readonly version: number
  readonly state: 'requested' | 'approved' | 'rejected' | 'revoked' | 'expired' | 'returned'
  readonly reason: string
  readonly disposition: 'accepted' | 'false-positive' | 'mitigated'
  readonly justification: string
  readonly scope: {
    readonly asset: { readonly id: string; readonly name: string } | null
    readonly check: { readonly id: string; readonly title: string } | null
    readonly place: string | null
  }
  /** Where it is about findings that somebody chose, instead of about a scope. */
  readonly selection: { readonly query: string; readonly named: number } | null
  readonly anyEvidence: boolean
  /** Findings that it holds for now. */
  readonly findings: number
  readonly startsAt: string
  readonly endsAt: string | null
  readonly requestedBy: string
  readonly requestedAt: string
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly note: string | null
  readonly endedBy: string | null
  readonly endedAt: string | null
}

export const stateMarks: Readonly<Record<Exception['state'], { readonly status: Status; readonly word: string }>> = {
  requested: { status: 'warn', word: 'asked for' },
  approved: { status: 'busy', word: 'in force' },
  rejected: { status: 'off', word: 'turned down' },
  revoked: { status: 'off', word: 'revoked' },
  expired: { status: 'off', word: 'expired' },
  returned: { status: 'off', word: 'returned' },
}

/** What it is about, in words: "xz-utils on web-1", "everything on web-1", "this check everywhere". */
export function scopeWords({ scope, selection }: Exception): string {
  if (selection)
    return selection.named > 0 ? plural(selection.named, 'chosen finding') : selectionWords(selection.query)
  const where = scope.asset ? `on ${scope.asset.name}` : 'on all assets'
  if (!scope.check) return `everything ${where}`
  return scope.place ? `${scope.place} ${where}` : `${scope.asset ? '' : 'the check '}${where}`.trim()
}

/** The list of findings that it holds for. */
export function heldQuery({ id, scope, selection, disposition }: Exception): string {
  if (selection) return `exception:${exactly(id)}`
  return [
    ...(scope.check ? [`check:${exactly(scope.check.id)}`] : []),
    ...(scope.asset ? [`asset.id:${exactly(scope.asset.id)}`] : []),
    ...(scope.place ? [`place=${exactly(scope.place)}`] : []),
    `disposition:${exactly(disposition)}`,
  ].join(' and ')
}

/** What a decision about many is headed with. */
export function exceptionTitle({ scope, selection }: Exception): string {
  return scope.check?.title ?? (selection ? 'Many findings at once' : 'Every check')
}

function selectionWords(query: string): string {
  return query.trim() === '' ? 'all findings of that time' : `all that matched ${query}`
}
