import { createHash } from 'node:crypto'
import type { Plan } from '../language/meaning/plan.ts'
import { format } from '../language/syntax/format.ts'

/** Signs cursors, so that nobody makes one up: an HMAC with a key of the installation. */
export interface CursorSeal {
  /** A signature of the text in base64url or hex. */
  sign(text: string): string
}

/** A place in a list. */
export interface Cursor {
  readonly direction: 'after' | 'before'
  /** Texts of the sort keys of the row at this place, null where it has none; the id is the last. */
  readonly keys: readonly (string | null)[]
  /** Rows in front of the page that this cursor leads to; a `limit` counts them. */
  readonly seen: number
  /** What `now` was when the first page was read, in milliseconds: plan the next page with it. */
  readonly now: number
}

export type CursorRefusal = 'cursor-invalid' | 'cursor-for-other-query'

/** An opaque cursor for this plan and tenant. */
export function writeCursor(plan: Plan, tenant: unknown, cursor: Cursor, seal: CursorSeal): string {
  const { direction, keys, seen, now } = cursor
  const body = JSON.stringify([direction === 'after' ? 1 : 0, digestOf(plan, tenant), seen, now, ...keys])
  const text = Buffer.from(body).toString('base64url')
  return `${text}.${seal.sign(text)}`
}

/** Reads a cursor back; a refusal when it was not made here, or for another query, order or tenant. */
export function readCursor(plan: Plan, tenant: unknown, text: string, seal: CursorSeal): Cursor | CursorRefusal {
  const body = openCursor(text, seal)
  if (!body) return 'cursor-invalid'
  const [direction, digest, seen, now, ...keys] = body
  if (digest !== digestOf(plan, tenant)) return 'cursor-for-other-query'
  return {
    direction: direction === 1 ? 'after' : 'before',
    seen: Number(seen),
    now: Number(now),
    keys: keys.map((key) => (key === null ? null : String(key))),
  }
}

/** What `now` was when the list was begun; undefined for a cursor that was not made here. Needed before planning. */
export function cursorTime(text: string, seal: CursorSeal): number | undefined {
  const now = openCursor(text, seal)?.[3]
  return typeof now === 'number' ? now : undefined
}

function openCursor(text: string, seal: CursorSeal): readonly unknown[] | undefined {
  const [body, signature, ...more] = text.split('.')
  if (!body || !signature || more.length > 0 || text.length > 20_000) return undefined
  // Both are digests of the expected one, so that comparing them tells nothing by its time.
  if (digest(signature) !== digest(seal.sign(body))) return undefined
  try {
    const read: unknown = JSON.parse(Buffer.from(body, 'base64url').toString())
    return Array.isArray(read) ? read : undefined
  } catch {
    // Signed by someone who signs anything: still no cursor.
    return undefined
  }
}

function digestOf({ entity, query }: Plan, tenant: unknown): string {
  return digest(JSON.stringify([entity.name, format({ ...query, limit: null }), tenant]))
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
