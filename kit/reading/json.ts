import { decodeTextFile } from '../text/index.ts'
import type { ProblemList } from './reading.ts'

/** Parses JSON; malformed text becomes a problem with its position and the answer undefined. */
export function readJson(bytes: Uint8Array, problems: ProblemList): unknown {
  try {
    return JSON.parse(decodeTextFile(bytes))
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1]
    problems.add('not JSON', position === undefined ? {} : { offset: Number(position) })
    return undefined
  }
}

export type JsonRecord = Readonly<Record<string, unknown>>

/** The members of an object; none for everything else. */
export function asRecord(value: unknown): JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {}
}

/** The items of an array; none for everything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A text that is not empty; undefined for everything else. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
