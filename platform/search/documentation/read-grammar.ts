import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

export interface GrammarRule {
  readonly name: string
  readonly rule: string
  readonly says?: string
}

/** A kind of word that is told in sentences and samples. `only` gives other samples where it stands for another rule. */
export interface GrammarWord {
  readonly name: string
  readonly says?: string
  readonly samples: readonly string[]
  readonly only?: Readonly<Record<string, readonly string[]>>
}

export interface Grammar {
  readonly rules: readonly GrammarRule[]
  readonly words: readonly GrammarWord[]
}

/** The grammar of the query language, as data. */
export function readGrammar(): Grammar {
  return parse(readFileSync(new URL('./grammar.yaml', import.meta.url), 'utf8')) as Grammar
}

/** The queries that the reference begins with. */
export function readExamples(): readonly string[] {
  return parse(readFileSync(new URL('./examples.yaml', import.meta.url), 'utf8')) as readonly string[]
}
