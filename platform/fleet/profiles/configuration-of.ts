import { createHash } from 'node:crypto'
import { canonicalJson } from '@holdfast/kit/canonical-json'
import type { TenantTransaction } from '../../contract/index.ts'
import type { AgentSettings } from '../../trust/index.ts'

/** How a source is to work, and why. */
export interface WantedConfiguration {
  readonly sourceId: number
  readonly profile: { readonly id: string; readonly name: string } | null
  /** The tag by which the profile is for it; null where it is the default one, or there is none. */
  readonly tag: { readonly id: string; readonly name: string } | null
  /** Apps whose collectors it may run, by its key; null for all. */
  readonly modules: readonly string[] | null
  readonly settings: AgentSettings
  /** Empty where there is nothing to tell. */
  readonly revision: string
}

interface Row {
  readonly sourceId: number
  readonly profile: string | null
  readonly name: string | null
  readonly tag: string | null
  readonly tagName: string | null
  readonly settings: AgentSettings | null
  readonly modules: readonly string[] | null
}

/**
 * How sources are to work: of all profiles for which one of their assets has a tag the one that is asked first, otherwise the default one; and the modules of their keys.
 */
export async function configurationsOf(
  tx: TenantTransaction,
  sourceIds: readonly number[],
): Promise<ReadonlyMap<number, WantedConfiguration>> {
  const { rows } = await tx.query<Row>(
    `select s.source_id as "sourceId", p.public_id as profile, p.name, p.tag, p."tagName", p.settings, k.modules
       from source s
       left join activation_key k on k.tenant_id = s.tenant_id and k.activation_key_id = s.activation_key_id
       left join lateral (
         select p.public_id, p.name, p.settings, g.public_id as tag, g.path as "tagName"
           from fleet_profile p
           left join lateral (
             select g.public_id, g.path
               from asset_source o
               join asset_tag t on t.tenant_id = o.tenant_id and t.asset_id = o.asset_id and not t.resting
               join fleet_profile_tag w on w.tenant_id = t.tenant_id and w.tag_id = t.tag_id and w.profile_id = p.profile_id
               join tag g on g.tenant_id = t.tenant_id and g.tag_id = t.tag_id
              where o.tenant_id = $1 and o.source_id = s.source_id
              order by lower(g.path collate "C") limit 1) g on true
          where p.tenant_id = $1 and (g.public_id is not null or p.is_default)
          order by g.public_id is null, p.priority, p.profile_id limit 1) p on true
      where s.tenant_id = $1 and s.source_id = any ($2::bigint[])`,
    [tx.tenantId, sourceIds],
  )
  return new Map(rows.map((row) => [row.sourceId, wanted(row)]))
}

function wanted({ sourceId, profile, name, tag, tagName, settings, modules }: Row): WantedConfiguration {
  const own = {
    profile: profile === null ? null : { id: profile, name: name ?? '' },
    modules: modules && [...modules].sort(),
    settings: settings ?? {},
  }
  const isNothing = own.profile === null && own.modules === null
  return {
    sourceId,
    ...own,
    tag: tag === null ? null : { id: tag, name: tagName ?? '' },
    revision: isNothing ? '' : revisionOf(own),
  }
}

/** The same contents have the same revision: 128 bits of a digest, in hex. */
export function revisionOf(content: Pick<WantedConfiguration, 'profile' | 'modules' | 'settings'>): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 32)
}
