import { defineEntity } from './define-entity.ts'
import type { Entity } from './entity.ts'
import type { EntitySpec, GroupSpec, TokenSpec } from './entity-spec.ts'
import type { PastJoin, RollupSql } from './sql-spec.ts'

/** What an app adds to an entity of the platform: its tokens, and the tables they are in. */
export interface EntityExtension {
  /** Name of the entity that is extended: `assets`. */
  readonly extends: string
  /** Outer join to the rows of the entity, whose alias the entity's own declaration tells: `left join inventory_host h on …`. */
  readonly join?: string
  /** The same join for the rows as they were, `:moment` for the time; without it none of these tokens can be asked about the past. */
  readonly pastJoin?: PastJoin
  /** Counts that are kept of what it adds. */
  readonly rollups?: readonly RollupSql[]
  /** What it knows beside the roll-ups of the entity that have a name. */
  readonly inRollups?: Readonly<Record<string, { readonly join: string; readonly columns: RollupSql['columns'] }>>
  readonly tokens: readonly (TokenSpec | GroupSpec)[]
  /** Names of its tokens that a bare word is looked for in too. */
  readonly freeText?: readonly string[]
}

/** An entity with everything that apps add to it. Throws a TypeError where two declare one name. */
export function composeEntity(base: EntitySpec, extensions: readonly EntityExtension[]): Entity {
  const mine = extensions.filter(({ extends: name }) => name === base.name)
  const joins = mine.flatMap(({ join }) => (join ? [join] : []))
  const pastJoins = mine.flatMap(({ pastJoin }) => (pastJoin ? [pastJoin] : []))
  const { history, sampled } = base.sql ?? {}
  return defineEntity({
    ...base,
    tokens: [...base.tokens, ...mine.flatMap(tokensOf)],
    freeText: [...(base.freeText ?? []), ...mine.flatMap(({ freeText }) => freeText ?? [])],
    ...(base.sql && {
      sql: {
        ...base.sql,
        from: [base.sql.from, ...joins].join(' '),
        ...(sampled && { sampled: { ...sampled, from: [sampled.from, ...joins].join(' ') } }),
        rollups: [
          ...(base.sql.rollups ?? []).map((rollup) => widen(rollup, mine)),
          ...mine.flatMap(({ rollups }) => rollups ?? []),
        ],
        ...(history && { history: { ...history, joins: pastJoins } }),
      },
    }),
  })
}

function widen(rollup: RollupSql, extensions: readonly EntityExtension[]): RollupSql {
  const more = extensions.flatMap(({ inRollups }) => (rollup.name && inRollups?.[rollup.name]) || [])
  return {
    ...rollup,
    from: [rollup.from, ...more.map(({ join }) => join)].join(' '),
    columns: Object.assign({}, rollup.columns, ...more.map(({ columns }) => columns)),
  }
}

/** What is joined to the present only has no past. */
function tokensOf({ join, pastJoin, tokens }: EntityExtension): readonly (TokenSpec | GroupSpec)[] {
  if (!join || pastJoin) return tokens
  return tokens.map((token) => (token.type === 'group' ? token : { ...token, history: false as const }))
}
