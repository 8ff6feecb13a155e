import type { Pack } from './pack.ts'

/** What a pack asks of assets. Each part is a query; several become one with `or`. */
export interface PackQueries {
  readonly scope: string
  readonly exploitable?: string
  readonly patched?: string
  readonly reachable?: string
  readonly mitigated?: string
  readonly infected?: string
}

export function queriesOfPack({ scope, exploitable, patched, reachable, mitigations, indicators }: Pack): PackQueries {
  const mitigated = anyOf(mitigations)
  const infected = anyOf(indicators)
  return {
    scope: scope.query,
    ...(exploitable && { exploitable: exploitable.query }),
    ...(patched && { patched: patched.query }),
    ...(reachable && { reachable: reachable.query }),
    ...(mitigated && { mitigated }),
    ...(infected && { infected }),
  }
}

/** Every query with its place in the pack (`mitigations.0.query`), to say where one is not understood. */
export function placedQueries(
  pack: Pack,
): readonly { readonly place: readonly (string | number)[]; readonly query: string }[] {
  const { scope, exploitable, patched, reachable, mitigations, indicators } = pack
  return [
    ...Object.entries({ scope, exploitable, patched, reachable }).flatMap(([name, asked]) =>
      asked ? [{ place: [name, 'query'], query: asked.query }] : [],
    ),
    ...placed('mitigations', mitigations),
    ...placed('indicators', indicators),
  ]
}

function placed(list: string, items: readonly { readonly query?: string }[]) {
  return items.flatMap(({ query }, index) => (query === undefined ? [] : [{ place: [list, index, 'query'], query }]))
}

function anyOf(items: readonly { readonly query?: string }[]): string | undefined {
  const queries = [...new Set(items.flatMap(({ query }) => (query === undefined ? [] : [query])))]
  if (queries.length < 2) return queries[0]
  return queries.map((query) => `(${query})`).join(' or ')
}
