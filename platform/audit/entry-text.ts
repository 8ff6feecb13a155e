import { createHash } from 'node:crypto'
import { canonicalJson } from '@holdfast/kit/canonical-json'

/** What was done, by whom, to what. */
export interface AuditEntry {
  readonly actor: {
    readonly kind: 'person' | 'token' | 'system' | 'source'
    /** Public id; a name of its own for the system: `findings`. */
    readonly id: string
    readonly name?: string
  }
  /** `<area>:<verb>` or a route: `exception:approve`, `POST /exceptions`. */
  readonly action: string
  /** Public id of what it was done to; empty where there is none. */
  readonly target: string
  readonly before?: unknown
  readonly after?: unknown
  /** Why, in the words of who did it. */
  readonly reason?: string
  /** Network address of who did it. */
  readonly address?: string
  readonly traceId?: string
}

const mostBytes = 65_536
const secretKey = /password|passphrase|secret|token|private.?key|authorization|cookie|signature$/i
const hidden = '(hidden)'

/**
 * The text that is chained. Values of fields that are named like secrets are hidden; what is larger than 64 KiB gives way to its digest, so that the entry still
 * proves it.
 */
export function entryText(entry: AuditEntry): string {
  const { actor, action, target, before, after, reason, address, traceId } = entry
  const { kind, id, name } = actor
  const text = (changes: { before: unknown; after: unknown }) =>
    canonicalJson({
      actor: clean({ kind, id, name }),
      action,
      target,
      ...changes,
      ...(clean({ reason, address, traceId }) as object),
    })
  const full = text({ before: clean(before), after: clean(after) })
  return full.length <= mostBytes ? full : text({ before: summary(before), after: summary(after) })
}

/** The hash of an entry in the chain of a tenant; `previous` and the answer in hexadecimal. */
export function entryHash(of: { tenantId: number; seq: number; at: string; previous: string; entry: string }): string {
  const { tenantId, seq, at, previous, entry } = of
  return createHash('sha256').update(['holdfast-audit-1', tenantId, seq, at, previous, entry].join('\n')).digest('hex')
}

function summary(value: unknown): unknown {
  if (value === undefined) return undefined
  const text = canonicalJson(clean(value))
  return { tooLarge: text.length, sha256: createHash('sha256').update(text).digest('hex') }
}

/** As JSON would have it, with well-formed texts and without secrets. */
function clean(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number' && !Number.isFinite(value)) return null
  if (value === null || typeof value !== 'object') return value
  if (depth > 50) return '(nested too deeply)'
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map((member) => clean(member ?? null, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => typeof member !== 'function')
      .map(([key, member]) => [
        key.toWellFormed(),
        secretKey.test(key) && member !== null && member !== undefined ? hidden : clean(member, depth + 1),
      ]),
  )
}
