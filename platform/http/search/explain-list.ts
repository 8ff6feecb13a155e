import { type Static, Type } from 'typebox'
import type { TenantTransaction } from '../../contract/index.ts'
import { compileCount, compileGroups, compilePage, explain, type Plan, type Statement } from '../../search/index.ts'
import { type Searchable, selectOf } from './searchable.ts'

const waySchema = Type.Object({
  step: Type.String({ description: 'What the database does: Index Only Scan, Hash Join …' }),
  of: Type.Optional(Type.String({ description: 'The table, kept counts or function that it reads.' })),
  index: Type.Optional(Type.String()),
  level: Type.Integer({ description: 'How deep it lies in other steps.' }),
  estimated: Type.Number({ description: 'Rows that were expected.' }),
  rows: Type.Number({ description: 'Rows that there were.' }),
})

export const explainedSchema = Type.Object({
  steps: Type.Array(Type.Object({ level: Type.Integer(), words: Type.String(), how: Type.String() }), {
    description: 'Each condition in words, and how it is answered.',
  }),
  statements: Type.Array(
    Type.Object({
      what: Type.String({ description: 'rows, groups or count.' }),
      milliseconds: Type.Number(),
      estimated: Type.Number(),
      rows: Type.Number(),
      ways: Type.Array(waySchema),
    }),
  ),
})
type Explained = Static<typeof explainedSchema>
type Way = Static<typeof waySchema>

const seal = { sign: () => 'sealed' }
const mostWays = 200

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Function Name'?: string
  readonly 'Index Name'?: string
  readonly 'Plan Rows': number
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly Plans?: readonly Node[]
}

/**
 * How a query is answered: its statements are run, and the steps that the database chose are told with expected and real rows. Neither texts nor values of
 * statements are told, since indexes and expressions may hold what others wrote.
 */
export async function explainList(
  tx: TenantTransaction,
  list: Searchable,
  plan: Plan,
  size: number,
): Promise<Explained> {
  const tenant = tx.tenantId
  const { steps } = explain(plan, tenant)
  const statements: Explained['statements'] = []
  const run = async (what: string, statement: Statement) => {
    const { rows } = await tx.query<{ 'QUERY PLAN': readonly [{ Plan: Node; 'Execution Time': number }] }>(
      `explain (analyze, format json, timing off, costs on) ${statement.text}`,
      statement.values,
    )
    const [{ Plan: top, 'Execution Time': milliseconds }] = rows[0]!['QUERY PLAN']
    const ways = waysOf(top).slice(0, mostWays)
    statements.push({ what, milliseconds, estimated: top['Plan Rows'], rows: top['Actual Rows'] ?? 0, ways })
  }
  if (plan.groupBy.length > 0) await run('groups', compileGroups(plan, { tenant, size }))
  else {
    if (!plan.count) {
      const page = compilePage(plan, { tenant, select: selectOf(list, plan), size, seal })
      if (page.ok) await run('rows', page)
    }
    await run('count', compileCount(plan, { tenant, cap: 100_000 }))
  }
  return { steps: steps.map((step) => ({ ...step })), statements }
}

function waysOf(top: Node): Way[] {
  const ways: Way[] = []
  const waiting: { node: Node; level: number }[] = [{ node: top, level: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, level } = next
    const of = node['Relation Name'] ?? node['Function Name']
    ways.push({
      step: node['Node Type'],
      ...(of !== undefined && { of }),
      ...(node['Index Name'] !== undefined && { index: node['Index Name'] }),
      level,
      estimated: node['Plan Rows'],
      rows: (node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 1),
    })
    for (const inner of (node.Plans ?? []).toReversed()) waiting.push({ node: inner, level: level + 1 })
  }
  return ways
}
