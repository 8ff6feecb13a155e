import type { TenantTransaction } from '../contract/index.ts'
import { tell } from '../outbox/index.ts'
import { newPublicId } from '../store/index.ts'
import { readSights, type Sight } from './read-sight.ts'
import { ScopeError } from './scope-error.ts'
import { scopeOfTags } from './sight.ts'

/** A part of the organisation: a name, and the tags of what belongs to it. */
export interface Unit extends Sight {
  readonly id: string
  readonly name: string
  readonly description: string
  /** People who are in it. */
  readonly members: number
  readonly version: number
  readonly createdAt: string
}

export interface UnitContent {
  readonly name: string
  readonly description?: string | undefined
  readonly include: readonly string[]
  readonly exclude?: readonly string[] | undefined
}

const unitsAtMost = 1000

/** Units by name; one of them when `id` is given. */
export async function readUnits(tx: TenantTransaction, id?: string): Promise<Unit[]> {
  const { rows } = await tx.query<Omit<Unit, keyof Sight> & { scopeId: number }>(
    `select u.public_id as id, u.name, u.description, u.scope_id as "scopeId", u.version, u.created_at as "createdAt",
            (select count(*)::int from membership m where m.tenant_id = u.tenant_id and m.unit_id = u.unit_id) as members
       from unit u where u.tenant_id = $1 and ($2::text is null or u.public_id = $2) order by lower(u.name), u.unit_id limit ${unitsAtMost}`,
    [tx.tenantId, id ?? null],
  )
  const sights = await readSights(
    tx,
    rows.map(({ scopeId }) => scopeId),
  )
  return rows.map(({ scopeId, ...unit }) => ({
    ...unit,
    ...(sights.get(scopeId) ?? { include: [], exclude: [], assets: 0 }),
  }))
}

/** Makes a unit. Answers with its public id. Throws ScopeError. */
export async function createUnit(tx: TenantTransaction, content: UnitContent): Promise<string> {
  const id = newPublicId('unt')
  const scopeId = await scopeOfTags(tx, content, '')
  const { rows } = await tx.query<{ units: number }>('select count(*)::int as units from unit where tenant_id = $1', [
    tx.tenantId,
  ])
  if (rows[0]!.units >= unitsAtMost)
    throw new ScopeError('unit-in-use', `A tenant has ${unitsAtMost} units at most. Remove one that nobody needs.`)
  const { rowCount } = await tx.query(
    `insert into unit (tenant_id, public_id, name, description, scope_id) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, lower(name)) do nothing`,
    [tx.tenantId, id, nameOf(content.name), content.description ?? '', scopeId],
  )
  if (rowCount === 0) throw nameTaken()
  await tell(tx, { topic: 'unit.changed', body: { unit: id } })
  return id
}

/** Changes a unit; everybody who is in it sees accordingly with their next request. Throws ScopeError. */
export async function changeUnit(tx: TenantTransaction, id: string, change: Partial<UnitContent>): Promise<void> {
  const { rows } = await tx.query<{ unitId: number; scopeId: number }>(
    `select unit_id as "unitId", scope_id as "scopeId" from unit where tenant_id = $1 and public_id = $2 for update`,
    [tx.tenantId, id],
  )
  const [held] = rows
  if (!held) throw new ScopeError('not-found', 'There is no such unit.')
  const { name, description, include, exclude } = change
  if (name !== undefined) {
    const other = await tx.query(
      'select 1 from unit where tenant_id = $1 and unit_id <> $2 and lower(name) = lower($3)',
      [tx.tenantId, held.unitId, nameOf(name)],
    )
    if (other.rowCount > 0) throw nameTaken()
  }
  const tags = include === undefined && exclude === undefined ? undefined : await present(tx, held.scopeId)
  const scopeId = tags
    ? await scopeOfTags(tx, { include: include ?? tags.include, exclude: exclude ?? tags.exclude }, '')
    : held.scopeId
  await tx.query(
    `update unit set name = coalesce($3, name), description = coalesce($4, description), scope_id = $5,
            version = version + 1, changed_at = now()
      where tenant_id = $1 and unit_id = $2`,
    [tx.tenantId, held.unitId, name === undefined ? null : nameOf(name), description ?? null, scopeId],
  )
  if (scopeId !== held.scopeId) {
    await tx.query(
      `update membership set scope_id = $3, version = version + 1, changed_at = now()
        where tenant_id = $1 and unit_id = $2`,
      [tx.tenantId, held.unitId, scopeId],
    )
    await tx.query('update invitation set scope_id = $3 where tenant_id = $1 and unit_id = $2', [
      tx.tenantId,
      held.unitId,
      scopeId,
    ])
  }
  await tell(tx, { topic: 'unit.changed', body: { unit: id } })
}

/** Removes a unit in which nobody is. Throws ScopeError. */
export async function removeUnit(tx: TenantTransaction, id: string): Promise<void> {
  const { rows } = await tx.query<{ unitId: number; people: number }>(
    `select unit_id as "unitId", (select count(*)::int from membership m where m.tenant_id = $1 and m.unit_id = u.unit_id) as people
       from unit u where tenant_id = $1 and public_id = $2 for update`,
    [tx.tenantId, id],
  )
  const [held] = rows
  if (!held) throw new ScopeError('not-found', 'There is no such unit.')
  if (held.people > 0)
    throw new ScopeError('unit-in-use', `${held.people} people are in this unit. Say first what they are to see.`)
  // Who was invited into it and has not come yet keeps what they were to see.
  await tx.query('update invitation set unit_id = null where tenant_id = $1 and unit_id = $2', [
    tx.tenantId,
    held.unitId,
  ])
  await tx.query('delete from unit where tenant_id = $1 and unit_id = $2', [tx.tenantId, held.unitId])
  await tell(tx, { topic: 'unit.removed', body: { unit: id } })
}

async function present(tx: TenantTransaction, scopeId: number) {
  const sight = (await readSights(tx, [scopeId])).get(scopeId)
  const ids = (tags: Sight['include'] = []) => tags.map(({ id }) => id)
  return { include: ids(sight?.include), exclude: ids(sight?.exclude) }
}

function nameOf(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}

function nameTaken(): ScopeError {
  return new ScopeError('name-taken', 'There is a unit of this name already.', 'name')
}
