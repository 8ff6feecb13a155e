import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import type { AgentSettings } from '../../trust/index.ts'
import { FleetError } from '../fleet-error.ts'
import { tagIds } from '../tag-ids.ts'
import { settingsProblem } from './settings-problem.ts'

export interface NewProfile {
  readonly name: string
  readonly description: string
  /** 1 is asked first. */
  readonly priority: number
  /** For agents that no other profile is for; the one before is it no more. */
  readonly isDefault: boolean
  readonly settings: AgentSettings
  /** Public ids of the tags whose assets' agents it is for. */
  readonly tags: readonly string[]
}

const mostProfiles = 500
const mostTags = 200

/** Makes a profile. Throws FleetError. Answers with its public id. */
export async function createProfile(tx: TenantTransaction, wanted: NewProfile, by: string): Promise<string> {
  check(wanted)
  const { rows } = await tx.query<{ n: number }>('select count(*)::int as n from fleet_profile where tenant_id = $1', [
    tx.tenantId,
  ])
  if ((rows[0]?.n ?? 0) >= mostProfiles)
    throw new FleetError('too-many', `A tenant has ${mostProfiles} profiles at most.`)
  await checkName(tx, wanted.name)
  if (wanted.isDefault) await dropDefault(tx)
  const id = newPublicId('prf')
  await tx.query(
    `insert into fleet_profile (tenant_id, public_id, name, description, priority, is_default, settings, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.tenantId,
      id,
      wanted.name,
      wanted.description,
      wanted.priority,
      wanted.isDefault,
      JSON.stringify(wanted.settings),
      by,
    ],
  )
  await setTags(tx, id, wanted.tags)
  await tell(tx, { topic: 'agent-profile.changed', body: { profile: id } })
  return id
}

/** Changes a profile; its agents take the change with their next sign of life. Throws FleetError. */
export async function changeProfile(tx: TenantTransaction, id: string, change: Partial<NewProfile>): Promise<void> {
  check(change)
  if (change.name !== undefined) await checkName(tx, change.name, id)
  if (change.isDefault) await dropDefault(tx, id)
  const { rowCount } = await tx.query(
    `update fleet_profile set version = version + 1, updated_at = now(),
            name = coalesce($3, name), description = coalesce($4, description), priority = coalesce($5, priority),
            is_default = coalesce($6, is_default), settings = coalesce($7::jsonb, settings)
      where tenant_id = $1 and public_id = $2`,
    [
      tx.tenantId,
      id,
      change.name ?? null,
      change.description ?? null,
      change.priority ?? null,
      change.isDefault ?? null,
      change.settings === undefined ? null : JSON.stringify(change.settings),
    ],
  )
  if (rowCount === 0) throw new FleetError('not-found', 'There is no such profile.')
  if (change.tags) await setTags(tx, id, change.tags)
  await tell(tx, { topic: 'agent-profile.changed', body: { profile: id } })
}

/** Removes a profile; its agents go by the next one that is for them. Throws FleetError `not-found`. */
export async function removeProfile(tx: TenantTransaction, id: string): Promise<void> {
  const { rowCount } = await tx.query('delete from fleet_profile where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    id,
  ])
  if (rowCount === 0) throw new FleetError('not-found', 'There is no such profile.')
  await tell(tx, { topic: 'agent-profile.changed', body: { profile: id } })
}

function check({ settings, tags }: Partial<NewProfile>): void {
  const problem = settings && settingsProblem(settings)
  if (problem) throw new FleetError('invalid', `The settings are refused: ${problem}.`, 'settings')
  if (tags && tags.length > mostTags)
    throw new FleetError('too-many', `A profile has ${mostTags} tags at most.`, 'tags')
}

async function checkName(tx: TenantTransaction, name: string, but?: string): Promise<void> {
  const { rowCount } = await tx.query(
    `select from fleet_profile where tenant_id = $1 and name_folded = lower($2 collate "C") and public_id is distinct from $3`,
    [tx.tenantId, name, but ?? null],
  )
  if (rowCount > 0) throw new FleetError('name-taken', `There is a profile “${name}” already.`, 'name')
}

async function dropDefault(tx: TenantTransaction, but?: string): Promise<void> {
  await tx.query(
    `update fleet_profile set is_default = false, version = version + 1
      where tenant_id = $1 and is_default and public_id is distinct from $2`,
    [tx.tenantId, but ?? null],
  )
}

async function setTags(tx: TenantTransaction, id: string, tags: readonly string[]): Promise<void> {
  const ids = await tagIds(tx, tags, 'tags')
  await tx.query(
    `with p as (select profile_id as id from fleet_profile where tenant_id = $1 and public_id = $2),
     gone as (delete from fleet_profile_tag t using p where t.tenant_id = $1 and t.profile_id = p.id and t.tag_id <> all ($3::bigint[]))
     insert into fleet_profile_tag (tenant_id, profile_id, tag_id)
     select $1, p.id, w.id from p, unnest($3::bigint[]) as w (id) on conflict do nothing`,
    [tx.tenantId, id, ids],
  )
}
