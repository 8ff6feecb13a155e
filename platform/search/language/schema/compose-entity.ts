import { defineEntity } from './define-entity.ts'
import type { Entity } from './entity.ts'
import type { EntitySpec, GroupSpec, TokenSpec } from './entity-spec.ts'

/** What an app adds to an entity of the platform: its tokens, and the tables they are in. */
export interface EntityExtension {
  /** Name of the entity that is extended: `assets`. */
  readonly extends: string
  /** Outer join to the rows of the entity, whose alias the entity's own declaration tells: `left join inventory_host h on …`. */
  readonly join?: string
  /** The same join for the rows as they were, `:moment` for the time; without it none of these tokens can be asked about the past. */
  readonly pastJoin?: string
  readonly tokens: readonly (TokenSpec | GroupSpec)[]
  /** Names of its tokens that a bare word is looked for in too. */
  readonly freeText?: readonly string[]
}

/** An entity with everything that apps add to it. Throws a TypeError where two declare one name. */
export function composeEntity(base: EntitySpec, extensions: readonly EntityExtension[]): Entity {
  const mine = extensions.filter(({ extends: name }) => name === base.name)
  const joins = mine.flatMap(({ join }) => (join ? [join] : []))
  const pastJoins = mine.flatMap(({ pastJoin }) => (pastJoin ? [pastJoin] : []))
  const history = base.sql?.history
  return defineEntity({
    ...base,
    tokens: [...base.tokens, ...mine.flatMap(tokensOf)],
    freeText: [...(base.freeText ?? []), ...mine.flatMap(({ freeText }) => freeText ?? [])],
    ...(base.sql && {
      sql: {
        ...base.sql,
        from: [base.sql.from, ...joins].join(' '),
        ...(history && { history: { ...history, from: [history.from, ...pastJoins].join(' ') } }),
      },
    }),
  })
}

/** What is joined to the present only has no past. */
function tokensOf({ join, pastJoin, tokens }: EntityExtension): readonly (TokenSpec | GroupSpec)[] {
  if (!join || pastJoin) return tokens
  return tokens.map((token) => (token.type === 'group' ? token : { ...token, history: false as const }))
}
