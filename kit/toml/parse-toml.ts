import { Malformed, TomlText } from './toml-text.ts'

/** Dates and times stay as they are written; numbers that are not safe as such, too. */
export type TomlValue = string | number | boolean | readonly TomlValue[] | TomlTable
export type TomlTable = { readonly [key: string]: TomlValue }

export type TomlReading =
  | { readonly ok: true; readonly table: TomlTable }
  /** `line` counts from 1. */
  | { readonly ok: false; readonly problem: { readonly message: string; readonly line: number } }

type Table = Record<string, unknown>

/** Deeper than any real document nests. */
const maxDepth = 64

/** Parses a document. Never throws. Source: TOML 1.0.0. */
export function parseToml(text: string): TomlReading {
  const reader = new TomlText(text)
  try {
    return { ok: true, table: parse(reader) as TomlTable }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { ok: false, problem: { message: error.message, line: reader.lineOf(error.position) } }
  }
}

const newTable = (): Table => Object.create(null) as Table

function parse(reader: TomlText): Table {
  const root = newTable()
  let current = root
  /** Tables that a head has opened already, and those of values, which nothing may be added to. */
  const opened = new Set<Table>()
  const closed = new Set<unknown>()
  while (reader.skipToContent()) {
    if (reader.takes('[[')) {
      const keys = readKey(reader)
      reader.expect(']]')
      const parent = descend(root, keys.slice(0, -1), reader, closed)
      const name = keys.at(-1) as string
      parent[name] ??= []
      const list = parent[name] as Table[]
      if (!Array.isArray(list) || closed.has(list)) throw reader.malformed(`${name} is no list of tables`)
      current = newTable()
      list.push(current)
    } else if (reader.takes('[')) {
      const keys = readKey(reader)
      reader.expect(']')
      current = descend(root, keys, reader, closed)
      if (opened.has(current)) throw reader.malformed(`the table ${keys.join('.')} is there twice`)
      opened.add(current)
    } else readPair(reader, current, closed, 0)
    reader.endLine()
  }
  return root
}

function readPair(reader: TomlText, table: Table, closed: Set<unknown>, depth: number): void {
  const keys = readKey(reader)
  reader.expect('=')
  const within = descend(table, keys.slice(0, -1), reader, closed)
  const name = keys.at(-1) as string
  if (name in within) throw reader.malformed(`${name} is there twice`)
  within[name] = readValue(reader, closed, depth)
}

/** The table at the end of some keys; of a list of tables, its last one. */
function descend(from: Table, keys: readonly string[], reader: TomlText, closed: ReadonlySet<unknown>): Table {
  let table = from
  for (const key of keys) {
    table[key] ??= newTable()
    const there = table[key]
    const next = Array.isArray(there) && !closed.has(there) ? there.at(-1) : there
    if (typeof next !== 'object' || next === null || Array.isArray(next) || closed.has(next))
      throw reader.malformed(`${key} is no table that can be added to`)
    table = next as Table
  }
  return table
}

function readKey(reader: TomlText): readonly string[] {
  const keys: string[] = []
  do {
    reader.skipSpace()
    const quoted = reader.quoted(false)
    keys.push(quoted ?? reader.bareKey())
    if (keys.length > maxDepth) throw reader.malformed(`keys nest deeper than ${maxDepth}`)
    reader.skipSpace()
  } while (reader.takes('.'))
  return keys
}

function readValue(reader: TomlText, closed: Set<unknown>, depth: number): unknown {
  if (depth > maxDepth) throw reader.malformed(`values nest deeper than ${maxDepth}`)
  reader.skipSpace()
  const text = reader.quoted(true)
  if (text !== undefined) return text
  if (reader.takes('[')) {
    const list: unknown[] = []
    closed.add(list)
    for (;;) {
      reader.skipToContent()
      if (reader.takes(']')) return list
      list.push(readValue(reader, closed, depth + 1))
      reader.skipToContent()
      if (!reader.takes(',')) {
        reader.expect(']')
        return list
      }
    }
  }
  if (reader.takes('{')) {
    const table = newTable()
    reader.skipSpace()
    if (!reader.takes('}'))
      do readPair(reader, table, closed, depth + 1)
      while (reader.next(',', '}'))
    closed.add(table)
    return table
  }
  return reader.scalar()
}
