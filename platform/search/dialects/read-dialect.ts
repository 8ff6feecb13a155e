import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Dialect } from '../language/index.ts'

const names = ['qualys'] as const

/** The dialects that the project ships. */
export type DialectName = (typeof names)[number]

/** Reads one of the shipped dialects. Throws an Error that names the place when the file is not as it should be. */
export function readDialect(name: DialectName): Dialect {
  return parseDialect(readFileSync(new URL(`./${name}.yaml`, import.meta.url), 'utf8'))
}

/** Checks the shape of a dialect in YAML: names and values of another product, each with ours. */
export function parseDialect(text: string): Dialect {
  const dialect = parse(text, { maxAliasCount: 0 }) as Dialect
  requireThat(typeof dialect?.name === 'string' && typeof dialect.title === 'string', 'name and title')
  requireThat(isRecord(dialect.entities), 'entities')
  for (const [entity, { tokens, values }] of Object.entries(dialect.entities)) {
    requireThat(isRecord(tokens), `${entity}.tokens`)
    for (const [name, targets] of Object.entries(tokens)) {
      requireThat(
        [targets].flat().every((target) => typeof target === 'string'),
        `${entity}.tokens.${name}`,
      )
    }
    for (const [token, words] of Object.entries(values ?? {})) {
      requireThat(
        isRecord(words) && Object.values(words).every((word) => typeof word === 'string'),
        `${entity}.values.${token}`,
      )
    }
  }
  return dialect
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function requireThat(holds: boolean, place: string): void {
  if (!holds) throw new Error(`the dialect is not as it should be: ${place}`)
}
