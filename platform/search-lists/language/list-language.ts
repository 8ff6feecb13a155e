import {
  composeEntity,
  type Entity,
  type EntityExtension,
  echo,
  format,
  type Plan,
  plan,
  quoteStored,
  readDialect,
  withDialect,
} from '../../search/index.ts'
import { ListError } from '../list-error.ts'
import limits from '../list-limits.json' with { type: 'json' }
import { checkEntity } from './check-entity.ts'

/** What a list asks for: ids, or a query over checks. */
export type ListSaid =
  | { readonly ids: readonly string[]; readonly query?: null }
  | { readonly ids?: null; readonly query: string }

/** What is asked of checks, understood. */
export interface ListQuery {
  /** In its canonical form. */
  readonly text: string
  readonly words: string
  readonly plan: Plan
}

export interface ListLanguage {
  readonly entity: Entity
  /** Reads what a list asks for. Throws ListError with the places of what is wrong. */
  read(said: ListSaid, now: number): ListQuery
}

/** Tokens whose values name checks; those that an app adds are there with the app. */
const naming = ['check', 'cve'] as const

/** Makes the language of search lists from what apps let one ask of checks. */
export function listLanguage(extensions: readonly EntityExtension[]): ListLanguage {
  const entity = withDialect(composeEntity(checkEntity, extensions), readDialect('qualys'))
  const names = naming.filter((name) => entity.spec.tokens.some((token) => token.name === name))
  return {
    entity,
    read(said, now) {
      const text = said.ids ? ofIds(said.ids, names) : said.query
      if (text.trim() === '')
        throw new ListError('invalid-query', 'Say which checks are on the list.', { field: 'query' })
      if (!said.ids && text.length > limits.queryLength)
        throw new ListError('invalid-query', `A query of a list has ${limits.queryLength} characters at most.`, {
          field: 'query',
        })
      const checked = plan(text, entity, { now, zone: 'UTC' })
      if (!checked.ok)
        throw new ListError('invalid-query', checked.problems[0]?.message ?? 'The query is not understood.', {
          field: 'query',
          problems: checked.problems,
        })
      const { query, groupBy, count, sort, limit, asOf } = checked.plan
      if (groupBy.length > 0 || count || sort.length > 0 || limit !== null || asOf !== null)
        throw new ListError(
          'invalid-query',
          'A list asks which checks meet conditions: leave out group by, count, sort, limit and as of.',
          {
            field: 'query',
          },
        )
      return { text: format(query), words: echo(checked.plan), plan: checked.plan }
    },
  }
}

function ofIds(ids: readonly string[], names: readonly string[]): string {
  const values = ids.map(quoteStored).join(', ')
  return names.map((name) => `${name}:[${values}]`).join(' or ')
}
