/** Bounds of what travels between a source and the server. Both sides refuse what lies beyond. */
export const limits = {
  /** One envelope with header and signature, in bytes. */
  envelopeBytes: 1024 * 1024,
  /** One POST. */
  batchBytes: 8 * 1024 * 1024,
  batchEnvelopes: 64,
  headerBytes: 1024,
  /** The body after inflating. */
  bodyBytes: 16 * 1024 * 1024,
  records: 10_000,
  /** Levels of arrays and objects in a body. */
  depth: 64,
  /** Items of one `facts` record, set and gone each. */
  items: 100_000,
  itemBytes: 64 * 1024,
  identifiers: 200,
  scopes: 10_000,
  /** Bytes of UTF-8. The key and the scope are part of an index entry, which PostgreSQL bounds at 2,704 bytes. */
  keyBytes: 1600,
  scopeBytes: 800,
  nameBytes: 512,
  valueBytes: 512,
  detailBytes: 4096,
  /** How far the clock of a signed request may be off, in milliseconds. */
  requestWindowMs: 5 * 60_000,
} as const
