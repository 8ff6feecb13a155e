import {
  count,
  flag,
  instant,
  isIdentifier,
  isKey,
  isObject,
  isScope,
  item,
  items,
  kindPattern,
  list,
  name,
  oneOf,
  optional,
  pattern,
  type Rule,
  show,
  text,
  whole,
} from './field-rule.ts'
import { limits } from './limits.ts'
import type { EnvelopeRecord } from './record.ts'

/** A record that was understood, or what stands in its place and why it was not. */
export type ParsedRecord =
  | { readonly ok: true; readonly record: EnvelopeRecord }
  | { readonly ok: false; readonly reason: string; readonly raw: unknown }

/** Checks the shape and the bounds of one record. Fields that are not known are dropped. Never throws. */
export function parseRecord(raw: unknown): ParsedRecord {
  if (!isObject(raw)) return { ok: false, reason: 'a record is an object', raw }
  const shape = typeof raw.type === 'string' && Object.hasOwn(shapes, raw.type) ? shapes[raw.type] : undefined
  if (!shape) return { ok: false, reason: `unknown record type ${show(raw.type)}`, raw }
  for (const rule of shape.rules) {
    const reason = rule(raw)
    if (reason) return { ok: false, reason, raw }
  }
  const record: Record<string, unknown> = { type: raw.type }
  for (const name of shape.fields) if (raw[name] !== undefined) record[name] = raw[name]
  return { ok: true, record: record as unknown as EnvelopeRecord }
}

const assetKinds = ['host', 'image', 'container', 'cloud-resource', 'web-application', 'network-service']

const shapes: Readonly<Record<string, { readonly fields: readonly string[]; readonly rules: readonly Rule[] }>> = {
  asset: {
    fields: ['ref', 'kind', 'name', 'identifiers', 'network'],
    rules: [
      text('ref', limits.nameBytes, 1),
      oneOf('kind', assetKinds),
      text('name', limits.nameBytes, 1),
      list('identifiers', limits.identifiers, isIdentifier, 'an identifier has a kind and a value'),
      optional('network', text('network', limits.nameBytes, 1)),
    ],
  },
  facts: {
    fields: ['about', 'fact', 'version', 'scope', 'mode', 'complete', 'observedAt', 'set', 'gone'],
    rules: [
      text('about', limits.nameBytes, 1),
      name('fact'),
      count('version'),
      text('scope', limits.scopeBytes),
      oneOf('mode', ['full', 'delta']),
      flag('complete'),
      instant('observedAt'),
      items,
      list('gone', limits.items, isKey, `a key is a text of at most ${limits.keyBytes} bytes`),
    ],
  },
  scopes: {
    fields: ['about', 'fact', 'scopes', 'observedAt'],
    rules: [
      text('about', limits.nameBytes, 1),
      name('fact'),
      list('scopes', limits.scopes, isScope, `a scope is a text of at most ${limits.scopeBytes} bytes`),
      instant('observedAt'),
    ],
  },
  event: {
    fields: ['about', 'event', 'version', 'at', 'body'],
    rules: [text('about', limits.nameBytes, 1), name('event'), count('version'), instant('at'), item('body')],
  },
  problem: {
    fields: ['about', 'fact', 'scope', 'reason', 'detail', 'observedAt'],
    rules: [
      text('about', limits.nameBytes, 1),
      name('fact'),
      text('scope', limits.scopeBytes),
      pattern('reason', kindPattern),
      text('detail', limits.detailBytes),
      instant('observedAt'),
    ],
  },
  gap: {
    fields: ['from', 'to', 'reason', 'lost'],
    rules: [instant('from'), instant('to'), pattern('reason', kindPattern), optional('lost', whole('lost'))],
  },
  result: {
    fields: ['command', 'status', 'at', 'detail', 'output'],
    rules: [
      text('command', 64, 1),
      oneOf('status', ['done', 'failed', 'refused']),
      instant('at'),
      optional('detail', text('detail', limits.detailBytes)),
      optional('output', item('output')),
    ],
  },
  clock: { fields: ['at', 'jumpMs'], rules: [instant('at'), whole('jumpMs')] },
}
