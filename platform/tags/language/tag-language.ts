import { assetEntity } from '../../assets/index.ts'
import {
  composeEntity,
  type Entity,
  type EntityExtension,
  type EntitySpec,
  echo,
  evaluator,
  format,
  type GroupSpec,
  leavesOf,
  type Plan,
  plan,
  type QueryProblem,
  readDialect,
  type Test,
  type TokenSpec,
  withDialect,
} from '../../search/index.ts'
import { TagError } from '../tag-error.ts'
import limits from '../tag-limits.json' with { type: 'json' }
import { assetTagTokens } from './tag-tokens.ts'

/** The query of a dynamic tag, understood. */
export interface TagQuery {
  /** In its canonical form. */
  readonly text: string
  readonly words: string
  readonly plan: Plan
  readonly matches: Test
  /** The answer changes with the clock, too. */
  readonly timed: boolean
}

/** What queries of dynamic tags can ask: everything that is known of assets but their tags. */
export interface TagLanguage {
  readonly entity: Entity
  /** Reads a query. Throws TagError with the places of what is wrong. */
  read(text: string, now: number): TagQuery
}

const mostKept = 5000

/** Makes the language of tags from what apps and platform let one ask of assets. */
export function tagLanguage(extensions: readonly EntityExtension[]): TagLanguage {
  const base = withPlainPaths(assetEntity)
  const own = extensions.map((extension) => ({ ...extension, tokens: extension.tokens.map(withPlainPath) }))
  const qualys = readDialect('qualys')
  const entity = withDialect(composeEntity(base, own), qualys)
  const withTags = withDialect(composeEntity(base, [...own, assetTagTokens]), qualys)
  // Reading is a matter of milliseconds, and the same queries are asked of every asset that changes.
  const kept = new Map<string, TagQuery>()
  return {
    entity,
    read(text, now) {
      const known = kept.get(text)
      if (known) return known
      const query = readTagQuery({ entity, withTags }, text, now)
      if (query.timed) return query
      if (kept.size >= mostKept) kept.clear()
      kept.set(text, query)
      return query
    },
  }
}

function readTagQuery(entities: { entity: Entity; withTags: Entity }, text: string, now: number): TagQuery {
  if (text.trim() === '')
    throw new TagError('query-missing', 'Say which assets shall have the tag.', { field: 'query' })
  if (text.length > limits.queryLength)
    throw new TagError('invalid-query', `A query of a tag has ${limits.queryLength} characters at most.`, {
      field: 'query',
    })
  const time = { now, zone: 'UTC' }
  const checked = plan(text, entities.entity, time)
  if (!checked.ok) {
    const chained = plan(text, entities.withTags, time)
    if (!chained.ok) throw refused(chained.problems)
    const [first] = checked.problems
    const message =
      'A dynamic tag cannot ask for other tags or for the criticality that they give: write out what they ask for.'
    throw refused([{ ...first!, message, suggestion: undefined } as QueryProblem])
  }
  const { query, groupBy, count, sort, limit, asOf, where } = checked.plan
  if (groupBy.length > 0 || count || sort.length > 0 || limit !== null || asOf !== null)
    throw new TagError(
      'invalid-query',
      'A tag asks which assets meet conditions: leave out group by, count, sort, limit and as of.',
      {
        field: 'query',
      },
    )
  const timed = leavesOf(where).some((leaf) => leaf.kind === 'apart' || leaf.token.type === 'date')
  return { text: format(query), words: echo(checked.plan), plan: checked.plan, matches: evaluator(where), timed }
}

function refused(problems: readonly QueryProblem[]): TagError {
  return new TagError('invalid-query', problems[0]?.message ?? 'The query is not understood.', {
    field: 'query',
    problems,
  })
}

/** In a plain object every token has a place of its own: `operatingSystem` and `operatingSystem.id` are not inside each other. */
function withPlainPaths(spec: EntitySpec): EntitySpec {
  return { ...spec, tokens: spec.tokens.map(withPlainPath) }
}

function withPlainPath(spec: TokenSpec | GroupSpec): TokenSpec | GroupSpec {
  const path = (spec.path ?? spec.name).replaceAll('.', '/')
  return spec.type === 'group' ? { ...spec, path, tokens: spec.tokens.map(withPlainPath) } : { ...spec, path }
}
