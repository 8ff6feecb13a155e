import assert from 'node:assert/strict'
import { decodeUtf8, encodeUtf8 } from '@holdfast/kit/text'
import fc from 'fast-check'
import type { Advisory } from '../engine/advisory.ts'
import type { FeedRecord } from '../engine/feed-record.ts'
import type { FeedReader } from '../engine/feeds/feed-reader.ts'
import type { Threat } from '../engine/threat.ts'

/** Bytes in pieces of at most `size`. */
export async function* inPieces(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** What a reader makes of a text or of a document, which is written as JSON. */
export async function readText(
  reader: FeedReader,
  path: string,
  document: unknown,
  size?: number,
): Promise<readonly FeedRecord[]> {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  return readBytes(reader, path, encodeUtf8(text), size)
}

export async function readBytes(
  reader: FeedReader,
  path: string,
  bytes: Uint8Array,
  size?: number,
): Promise<readonly FeedRecord[]> {
  const records: FeedRecord[] = []
  for await (const record of reader.read({ path, pieces: inPieces(bytes, size) })) records.push(record)
  return records
}

export function advisoriesIn(records: readonly FeedRecord[]): readonly Advisory[] {
  return records.flatMap((record) => (record.kind === 'advisory' ? [record.advisory] : []))
}

export function threatsIn(records: readonly FeedRecord[]): readonly Threat[] {
  return records.flatMap((record) => (record.kind === 'threat' ? [record.threat] : []))
}

export function coverageIn(records: readonly FeedRecord[]): readonly string[] {
  return records.flatMap((record) => (record.kind === 'coverage' ? [record.ecosystem] : []))
}

/** Problems as `place: message`. */
export function problemsIn(records: readonly FeedRecord[]): readonly string[] {
  return records.flatMap((record) => (record.kind === 'problem' ? [`${record.at}: ${record.message}`] : []))
}

/** Cuts, repeats and replaces parts of a good document, and asserts that reading what becomes of it ends, throws nothing, and places each problem. */
export async function surviveDamage(reader: FeedReader, path: string, document: unknown): Promise<void> {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const bytes = encodeUtf8(text)
  const damage = fc.record({
    at: fc.nat(bytes.length),
    length: fc.nat(60),
    by: fc.oneof(
      fc.constantFrom(
        '',
        '{',
        '}',
        '[',
        ']',
        '"',
        '\\',
        'null',
        '0',
        '[]',
        '{}',
        '""',
        '<',
        '</',
        '>',
        '&x;',
        ',',
        ':',
        '\n',
        '\u0000',
        '__proto__',
        '\ud800',
      ),
      fc.string({ maxLength: 10 }),
    ),
  })
  const replaced = typeof document === 'string' ? fc.constant(bytes) : replacements(document)
  await fc.assert(
    fc.asyncProperty(
      replaced,
      fc.array(damage, { maxLength: 3 }),
      fc.integer({ min: 1, max: 300 }),
      async (start, all, size) => {
        let broken = start
        for (const { at, length, by } of all) {
          const where = Math.min(at, broken.length)
          broken = encodeUtf8(decodeUtf8(broken.subarray(0, where)) + by + decodeUtf8(broken.subarray(where + length)))
        }
        for (const record of await readBytes(reader, path, broken, size)) {
          if (record.kind === 'problem')
            assert.ok(record.at.length > 0 && record.message.length > 0, JSON.stringify(record))
        }
        reader.matches(path, decodeUtf8(broken))
      },
    ),
    { numRuns: 150 },
  )
}

/** The document with one value of it replaced by one of another type. */
function replacements(document: unknown): fc.Arbitrary<Uint8Array> {
  const text = JSON.stringify(document)
  let count = 0
  JSON.stringify(document, (_, value) => {
    count++
    return value
  })
  return fc
    .tuple(
      fc.nat(count),
      fc.constantFrom<unknown>(null, 0, -1.5, true, '', 'x', [], {}, [null], [[]], { a: null }, [{}], '0', {
        toString: 1,
      }),
    )
    .map(([which, other]) => {
      let seen = 0
      return encodeUtf8(JSON.stringify(JSON.parse(text), (_, value) => (seen++ === which ? other : value)) ?? '')
    })
}
