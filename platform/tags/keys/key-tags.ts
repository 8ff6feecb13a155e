import type { TenantTransaction } from '../../contract/index.ts'
import { TagError } from '../tag-error.ts'

/** A tag that a key gives. */
export interface KeyTag {
  readonly id: string
  readonly name: string
  readonly colour: string
}

/**
 * Says which tags the assets of a key's sources have; their assets are looked at anew. `key` and `tags` are public ids. Throws TagError `not-found` where a tag is none,
 * `not-static` where a query gives it.
 */
export async function setKeyTags(tx: TenantTransaction, key: string, tags: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{ id: number; public: string; kind: string; name: string }>(
    'select tag_id as id, public_id as public, kind, name from tag where tenant_id = $1 and public_id = any ($2::text[])',
    [tx.tenantId, tags],
  )
  for (const wanted of tags) {
    const tag = rows.find((row) => row.public === wanted)
    if (!tag) throw new TagError('not-found', 'There is no such tag.', { field: 'tags' })
    if (tag.kind !== 'static')
      throw new TagError(
        'not-static',
        `“${tag.name}” is given to whatever its query finds, thus a key cannot give it.`,
        {
          field: 'tags',
        },
      )
  }
  const ids = rows.map(({ id }) => id)
  const changed = await tx.query(
    `with k as (select activation_key_id as id from activation_key where tenant_id = $1 and public_id = $2),
     gone as (
       delete from activation_key_tag t using k
        where t.tenant_id = $1 and t.activation_key_id = k.id and t.tag_id <> all ($3::bigint[]) returning t.tag_id
     ), came as (
       insert into activation_key_tag (tenant_id, activation_key_id, tag_id)
       select $1, k.id, w.tag_id from k, unnest($3::bigint[]) as w (tag_id)
       on conflict do nothing returning tag_id
     )
     select tag_id from gone union all select tag_id from came`,
    [tx.tenantId, key, ids],
  )
  if (changed.rowCount === 0) return
  await markAssetsOfKey(tx, key)
}

/** Has the assets of a key's sources looked at anew; before a key is removed, too. */
export async function markAssetsOfKey(tx: TenantTransaction, key: string): Promise<void> {
  await tx.query(
    `insert into tag_due (tenant_id, asset_id)
     select distinct o.tenant_id, o.asset_id
       from activation_key k
       join source s on s.tenant_id = k.tenant_id and s.activation_key_id = k.activation_key_id
       join asset_source o on o.tenant_id = s.tenant_id and o.source_id = s.source_id
      where k.tenant_id = $1 and k.public_id = $2`,
    [tx.tenantId, key],
  )
}

/** The tags of each key, by the public ids of keys. */
export async function readKeyTags(tx: TenantTransaction): Promise<ReadonlyMap<string, readonly KeyTag[]>> {
  const { rows } = await tx.query<KeyTag & { key: string }>(
    `select k.public_id as key, g.public_id as id, g.name, g.colour
       from activation_key_tag t
       join activation_key k on k.tenant_id = t.tenant_id and k.activation_key_id = t.activation_key_id
       join tag g on g.tenant_id = t.tenant_id and g.tag_id = t.tag_id
      where t.tenant_id = $1 order by lower(g.path collate "C"), g.tag_id`,
    [tx.tenantId],
  )
  const found = new Map<string, KeyTag[]>()
  for (const { key, ...tag } of rows) found.set(key, [...(found.get(key) ?? []), tag])
  return found
}

/** Gives and takes what the keys of the sources of some assets say. The caller holds the lock. */
export async function followKeys(
  tx: TenantTransaction,
  assetIds: readonly number[],
): Promise<readonly { readonly asset: number; readonly tag: number }[]> {
  const { rows } = await tx.query<{ asset: number; tag: number }>(
    `with wanted as (
       select distinct on (o.asset_id, t.tag_id) o.asset_id, t.tag_id, k.public_id as key
         from asset_source o
         join source s on s.tenant_id = o.tenant_id and s.source_id = o.source_id
         join activation_key k on k.tenant_id = s.tenant_id and k.activation_key_id = s.activation_key_id
         join activation_key_tag t on t.tenant_id = k.tenant_id and t.activation_key_id = k.activation_key_id
        where o.tenant_id = $1 and o.asset_id = any ($2::bigint[])
        order by o.asset_id, t.tag_id, s.source_id
     ), gone as (
       delete from asset_tag t
        where t.tenant_id = $1 and t.asset_id = any ($2::bigint[]) and t.given_by ~ '^key_[0-9A-Za-z]{22}$' and not t.resting
          and not exists (select from wanted w where w.asset_id = t.asset_id and w.tag_id = t.tag_id)
       returning t.asset_id, t.tag_id
     ), came as (
       insert into asset_tag (tenant_id, asset_id, tag_id, since, given_by)
       select $1, w.asset_id, w.tag_id, now(), w.key from wanted w
       on conflict (tenant_id, asset_id, tag_id) do nothing
       returning asset_id, tag_id
     )
     select asset_id as asset, tag_id as tag from gone union all select asset_id, tag_id from came`,
    [tx.tenantId, assetIds],
  )
  return rows
}
