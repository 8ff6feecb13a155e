import type { TenantTransaction } from '../../contract/index.ts'
import type { Row } from '../../search/index.ts'
import { foldPredicate, type Group, type Plan, type Predicate, type Token } from '../../search/index.ts'

type Member = Token | Group

/** Reads assets as plain objects that hold whatever these queries look at, by internal id. An asset that was merged into another has no row. */
export async function loadRows(
  tx: TenantTransaction,
  plans: readonly Plan[],
  assetIds: readonly number[],
): Promise<ReadonlyMap<number, Row>> {
  const [first] = plans
  if (!first || assetIds.length === 0) return new Map()
  const { from, tenant, id } = first.entity.spec.sql!
  const used = usedMembers(plans.map(({ where }) => where))
  const { rows } = await tx.query<{ id: number; row: Row }>(
    `select ${id} as id, ${objectOf(topOf(used), used, id)} as row from ${from} where ${tenant} = $1 and ${id} = any ($2::bigint[])`,
    [tx.tenantId, assetIds],
  )
  return new Map(rows.map(({ id, row }) => [id, row]))
}

/** The tokens that conditions look at and the groups around them. */
function usedMembers(conditions: readonly Predicate[]): ReadonlySet<Member> {
  const used = new Set<Member>()
  const use = (member: Member | null) => {
    for (let each = member; each !== null && !used.has(each); each = each.group) used.add(each)
  }
  for (const condition of conditions) {
    foldPredicate<undefined, void>(condition, undefined, {
      leave: (node) => {
        if (node.kind === 'within') use(node.group)
        if ('token' in node) use(node.token)
        if (node.kind === 'apart') use(node.minus)
      },
    })
  }
  return used
}

function topOf(used: ReadonlySet<Member>): Member[] {
  return [...used].filter(({ group }) => group === null)
}

/** A function takes a hundred arguments at most. */
const pairsAtOnce = 40

function objectOf(members: readonly Member[], used: ReadonlySet<Member>, owner: string): string {
  const pairs = members.map((member) => {
    const value = member.kind === 'group' ? elementsOf(member, used, owner) : columnOf(member)
    return `'${member.steps[0]}', ${value}`
  })
  const chunks = Array.from({ length: Math.ceil(pairs.length / pairsAtOnce) }, (_, at) =>
    pairs.slice(at * pairsAtOnce, (at + 1) * pairsAtOnce),
  )
  return chunks.map((chunk) => `jsonb_build_object(${chunk.join(', ')})`).join(' || ') || `'{}'::jsonb`
}

function columnOf(token: Token): string {
  const { column } = token.sql!
  return token.type === 'ip' ? `host(${column})` : column
}

function elementsOf(group: Group, used: ReadonlySet<Member>, owner: string): string {
  const { from, tenant, key, owner: own = owner, owners, held } = group.sql!
  const object = objectOf(
    group.members.filter((member) => used.has(member)),
    used,
    key,
  )
  if (owners && !held)
    throw new TypeError(`${group.fullName} does not say where its owners hold the ids of its elements`)
  const opened = held ? `unnest(${held}) as held_id(id), ` : ''
  const mine = held ? `${key} = held_id.id` : `${key} = ${own}`
  return `(select coalesce(jsonb_agg(${object}), '[]'::jsonb) from ${opened}${from} where ${tenant} = $1 and ${mine})`
}
