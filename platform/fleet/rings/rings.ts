import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { FleetError } from '../fleet-error.ts'
import { tagIds } from '../tag-ids.ts'
import type { Ring } from './next-step.ts'
import usualRings from './usual-rings.json' with { type: 'json' }

const mostRings = 20

/** The rings of the tenant in their order; those that one begins with where nobody set any. */
export async function readRings(
  tx: TenantTransaction,
): Promise<readonly (Ring & { readonly tagName: string | null })[]> {
  const { rows } = await tx.query<Ring & { tagName: string | null }>(
    `select r.name, g.public_id as tag, g.path as "tagName", r.share, r.wait_minutes as "waitMinutes",
            r.healthy_percent as "healthyPercent", r.within_minutes as "withinMinutes"
       from fleet_ring r left join tag g on g.tenant_id = r.tenant_id and g.tag_id = r.tag_id
      where r.tenant_id = $1 order by r.ordinal`,
    [tx.tenantId],
  )
  return rows.length > 0 ? rows : usualRings.map((ring) => ({ ...ring, tagName: null }))
}

/** Sets all rings. A rollout that is on its way keeps those that it began with. Throws FleetError. */
export async function setRings(tx: TenantTransaction, rings: readonly Ring[]): Promise<void> {
  if (rings.length < 1 || rings.length > mostRings)
    throw new FleetError('invalid', `There are between one and ${mostRings} rings.`, 'rings')
  const last = rings.at(-1)!
  if (last.tag !== null || last.share !== 100)
    throw new FleetError('invalid', 'The last ring is for whoever is left: it has no tag, and a share of 100.', 'rings')
  const late = rings.find(({ waitMinutes, withinMinutes }) => waitMinutes > withinMinutes)
  if (late)
    throw new FleetError('invalid', `“${late.name}” waits longer than its agents have time to come back.`, 'rings')
  const tags = rings.flatMap(({ tag }) => tag ?? [])
  const ids = new Map((await tagIds(tx, tags, 'rings')).map((id, at) => [tags[at], id]))
  await tx.query('delete from fleet_ring where tenant_id = $1', [tx.tenantId])
  await tx.query(
    `insert into fleet_ring (tenant_id, ordinal, name, tag_id, share, wait_minutes, healthy_percent, within_minutes)
     select $1, ordinality, name, tag_id, share, wait_minutes, healthy_percent, within_minutes
       from unnest($2::text[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::int[]) with ordinality
         as r (name, tag_id, share, wait_minutes, healthy_percent, within_minutes, ordinality)`,
    [
      tx.tenantId,
      rings.map(({ name }) => name),
      rings.map(({ tag }) => (tag === null ? null : (ids.get(tag) ?? null))),
      rings.map(({ share }) => share),
      rings.map(({ waitMinutes }) => waitMinutes),
      rings.map(({ healthyPercent }) => healthyPercent),
      rings.map(({ withinMinutes }) => withinMinutes),
    ],
  )
  await tell(tx, { topic: 'update-rings.changed', body: {} })
}
