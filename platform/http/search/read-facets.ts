import { type Static, Type } from 'typebox'
import type { TenantTransaction } from '../../contract/index.ts'
import { compileFacets, type FacetStatement, type Plan } from '../../search/index.ts'
import { invalidParameter } from './read-query.ts'

const mostFacets = 20
/** Above this many rows, who asks for it is told about how many at once, and not exactly after a while. */
const mostAtOnce = 100_000

export const facetSchema = Type.Object({
  token: Type.String({ description: 'What is counted: severity.' }),
  isExact: Type.Boolean({ description: 'False where the counts were estimated from some of the rows.' }),
  values: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer({ minimum: 0 }) })),
})

type Facet = Static<typeof facetSchema>

/** The facets of these names in the order of the list; `*` stands for all that the entity offers. Throws Problem 400. */
export async function readFacets(
  tx: TenantTransaction,
  plan: Plan,
  { facets: names, estimate = false }: { facets: string; estimate?: boolean },
): Promise<readonly Facet[]> {
  const wanted = names === '*' ? undefined : [...new Set(names.split(',').filter(Boolean))]
  if (wanted && wanted.length > mostFacets) throw invalidParameter('facets', `takes at most ${mostFacets} names`)
  for (const name of wanted ?? []) {
    const member = plan.entity.names.get(name.toLowerCase())
    if (member === undefined || member === 'self' || member.kind !== 'token') {
      throw invalidParameter('facets', `does not know "${name.slice(0, 60)}"`)
    }
  }
  const found: Facet[] = []
  for (const statement of compileFacets(plan, { tenant: tx.tenantId, ...(wanted && { tokens: wanted }) })) {
    const isExact = !(estimate && (await isBroad(tx, statement)))
    const { text, values } = isExact ? statement : statement.about!.statement
    const { rows } = await tx.query(text, values)
    found.push(...statement.read(rows).map(({ token, values }) => ({ token, isExact, values: [...values] })))
  }
  const places = new Map(plan.entity.members.map(({ fullName }, place) => [fullName, place]))
  return found.sort((a, b) => places.get(a.token)! - places.get(b.token)!)
}

async function isBroad(tx: TenantTransaction, { about }: FacetStatement): Promise<boolean> {
  if (!about) return false
  const { text, values } = about.count(mostAtOnce)
  const { rows } = await tx.query<{ count: number }>(text, values)
  return Number(rows[0]?.count ?? 0) > mostAtOnce
}
