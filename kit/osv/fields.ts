import type { OsvProblem } from './advisory.ts'

/** More than any real record has; a list beyond it is cut, and that is a problem of the record. */
export const limits = {
  /** UTF-16 code units. */
  name: 1024,
  summary: 4096,
  details: 65_536,
  words: 1000,
  affected: 20_000,
  ranges: 1000,
  events: 5000,
  versions: 100_000,
  problems: 100,
}

/** Reads values whose types nobody vouches for; what is wrong becomes a problem with its path, never an exception. */
export class Fields {
  readonly problems: OsvProblem[] = []

  problem(path: string, message: string): undefined {
    if (this.problems.length < limits.problems) this.problems.push({ path, message })
    return undefined
  }

  record(value: unknown, path: string): Readonly<Record<string, unknown>> | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    return this.problem(path, 'is not an object')
  }

  /** Undefined, null and the empty text are no text. */
  text(value: unknown, path: string, maxLength = limits.name): string | undefined {
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') return this.problem(path, 'is not a text')
    if (value.length > maxLength) return this.problem(path, `is longer than ${maxLength} characters`)
    return value
  }

  /** As `text`, but a long one is cut rather than left out. */
  prose(value: unknown, path: string, maxLength: number): string {
    if (typeof value === 'string') return value.length > maxLength ? `${value.slice(0, maxLength - 1)}…` : value
    if (value !== undefined && value !== null) this.problem(path, 'is not a text')
    return ''
  }

  /** What `read` makes of each item; items that it makes nothing of are left out. */
  list<T>(
    value: unknown,
    path: string,
    most: number,
    read: (item: unknown, path: string) => T | undefined,
  ): readonly T[] {
    if (value === undefined || value === null) return []
    if (!Array.isArray(value)) {
      this.problem(path, 'is not a list')
      return []
    }
    if (value.length > most) this.problem(path, `has more than ${most} items; the rest is left out`)
    const items: T[] = []
    for (let index = 0; index < Math.min(value.length, most); index++) {
      const item = read(value[index], `${path}[${index}]`)
      if (item !== undefined) items.push(item)
    }
    return items
  }

  words(value: unknown, path: string, most = limits.words): readonly string[] {
    return this.list(value, path, most, (item, at) => this.text(item, at))
  }
}
