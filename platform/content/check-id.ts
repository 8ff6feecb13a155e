import { readFileSync } from 'node:fs'

const verbs: ReadonlySet<string> = new Set(
  JSON.parse(readFileSync(new URL('./statement-verbs.json', import.meta.url), 'utf8')) as string[],
)

/**
 * Why a stem is no statement, or undefined when it is one. A statement is kebab-case, of three words or more, with a verb between its first and
 * last word, and true of a good asset: `only-one-account-has-user-id-0`.
 */
export function stemProblem(stem: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(stem)) return `"${stem}" is not kebab-case`
  if (stem.length > 80) return `"${stem}" is longer than 80 characters`
  const words = stem.split('-')
  if (words.length >= 3 && words.slice(1).some((word) => verbs.has(word))) return undefined
  return `"${stem}" is no statement: write three words or more with a verb, as in only-one-account-has-user-id-0 (the verbs stand in platform/content/statement-verbs.json)`
}
