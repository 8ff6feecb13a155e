import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { SystemTag, TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import type { TagLanguage } from '../language/tag-language.ts'
import { lockMembers } from '../members/lock-members.ts'

/** The program's own tags in one version. */
export interface SystemTags {
  readonly tags: readonly SystemTag[]
  /** Other tags, or other words in them, have another. */
  readonly digest: string
}

const own = JSON.parse(readFileSync(new URL('./system-tags.json', import.meta.url), 'utf8')) as readonly SystemTag[]

/** The tags of the platform and those that apps bring. Throws where two have one key or name, and where a query means nothing. */
export function systemTags(language: TagLanguage, ofApps: readonly SystemTag[]): SystemTags {
  const tags = [...own, ...ofApps].map((tag) => ({ ...tag, query: language.read(tag.query, 0).text }))
  for (const name of ['key', 'name'] as const)
    if (new Set(tags.map((tag) => tag[name])).size < tags.length) throw new Error(`two system tags have one ${name}`)
  return { tags, digest: createHash('sha256').update(JSON.stringify(tags)).digest('base64url') }
}

/** Makes a tenant have the program's own tags as they are now. Those that are no more go; a tag of a person that has the name of one is renamed. */
export async function syncSystemTags(tx: TenantTransaction, { tags, digest }: SystemTags): Promise<void> {
  // In a tenant that is being erased, what is made anew would never come to an end.
  const known = await tx.query(
    `select from tag_system_version where tenant_id = $1 and digest = $2 union all select from tenant where id = $1 and state = 'leaving'`,
    [tx.tenantId, digest],
  )
  if (known.rowCount > 0) return
  await lockMembers(tx)
  const keys = tags.map(({ key }) => key)
  await tx.query(
    `with gone as (delete from tag where tenant_id = $1 and kind = 'system' and not system_key = any ($2) returning tag_id)
     delete from tag_count c using gone where c.tenant_id = $1 and c.tag_id = gone.tag_id`,
    [tx.tenantId, keys],
  )
  await tx.query(
    `update tag set name = left(name, 190) || ' (yours)', path = left(name, 190) || ' (yours)', version = version + 1
      where tenant_id = $1 and parent_id is null and kind <> 'system' and name_folded = any ($2)`,
    [tx.tenantId, tags.map(({ name }) => name.toLowerCase())],
  )
  for (const tag of tags) {
    await tx.query(
      `insert into tag as g (tenant_id, public_id, name, path, kind, system_key, query, timed, colour, criticality, description, due_at, created_by)
       values ($1, $2, $3, $3, 'system', $4, $5, true, $6, $7, $8, now(), 'Holdfast')
       on conflict (tenant_id, system_key) where system_key is not null do update
         set name = excluded.name, path = excluded.path, query = excluded.query, colour = excluded.colour,
             criticality = excluded.criticality, description = excluded.description, due_at = now(), version = g.version + 1`,
      [
        tx.tenantId,
        newPublicId('tag'),
        tag.name,
        tag.key,
        tag.query,
        tag.colour,
        tag.criticality ?? null,
        tag.description,
      ],
    )
  }
  await tx.query(
    `insert into tag_system_version (tenant_id, digest) values ($1, $2) on conflict (tenant_id) do update set digest = excluded.digest`,
    [tx.tenantId, digest],
  )
  await tell(tx, { topic: 'tag.system', body: { tags: tags.length } })
}
