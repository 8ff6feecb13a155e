/** An activation key, as `GET /activation-keys` tells it: never the key itself. */
export interface ActivationKey {
  readonly id: string
  readonly name: string
  readonly hint: string
  readonly state: 'works' | 'disabled' | 'revoked' | 'expired' | 'used-up'
  readonly limit: number | null
  readonly uses: number
  /** Living sources that have it now. */
  readonly sources: number
  readonly network: string | null
  readonly expiresAt: string | null
  readonly disabledAt: string | null
  readonly disabledBecause: string | null
  readonly tags: readonly { readonly id: string; readonly name: string }[]
  readonly modules: readonly string[] | null
  readonly createdBy: string | null
  readonly createdAt: string
  readonly lastUsedAt: string | null
}

/** What of a key people write. Empty: without a bound. */
export interface KeyDraft {
  readonly name: string
  readonly limit: string
  /** A day, `2026-11-30`. */
  readonly ends: string
  readonly tags: readonly string[]
  /** Null for all. */
  readonly modules: readonly string[] | null
  /** Empty for the default one. */
  readonly network: string
}

const dayMs = 86_400_000

/** Begins as most keys are meant: for a week, and everything. */
export function newKeyDraft(now: Date): KeyDraft {
  const name = `made in the browser, ${now.toISOString().slice(0, 16).replace('T', ' ')}`
  return { name, limit: '', ends: dayOf(new Date(now.getTime() + 7 * dayMs)), tags: [], modules: null, network: '' }
}

export function draftOf({ name, limit, expiresAt, tags, modules, network }: ActivationKey): KeyDraft {
  return {
    name,
    limit: limit === null ? '' : String(limit),
    ends: expiresAt === null ? '' : dayOf(new Date(expiresAt)),
    tags: tags.map(({ id }) => id),
    modules,
    network: network ?? '',
  }
}

/** What is sent to make one. */
export function bodyOfNew({ name, limit, ends, tags, modules, network }: KeyDraft, now: Date): object {
  return {
    name: name.trim(),
    ...(limit !== '' && { limit: Number(limit) }),
    ...(ends !== '' && { days: Math.max(1, Math.ceil((endOf(ends).getTime() - now.getTime()) / dayMs)) }),
    ...(tags.length > 0 && { tags }),
    ...(modules && { modules }),
    ...(network !== '' && { network }),
  }
}

/** What is sent to change one: only what is no more as it was. */
export function bodyOfChange(key: ActivationKey, draft: KeyDraft): object {
  const before = draftOf(key)
  const isSame = (name: keyof KeyDraft) => JSON.stringify(before[name]) === JSON.stringify(draft[name])
  return {
    ...(!isSame('name') && { name: draft.name.trim() }),
    ...(!isSame('limit') && { limit: draft.limit === '' ? null : Number(draft.limit) }),
    ...(!isSame('ends') && { expiresAt: draft.ends === '' ? null : endOf(draft.ends).toISOString() }),
    ...(!isSame('tags') && { tags: draft.tags }),
    ...(!isSame('modules') && { modules: draft.modules }),
    ...(!isSame('network') && { network: draft.network === '' ? null : draft.network }),
  }
}

/** The last moment of a day, where the browser is. */
function endOf(day: string): Date {
  return new Date(`${day}T23:59:59`)
}

function dayOf(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-')
}
