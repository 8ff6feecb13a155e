import type { TenantTransaction } from '@holdfast/platform/contract'
import type { Pack } from '../../engine/pack/pack.ts'
import { CampaignError } from '../campaign-error.ts'
import { ownPacks } from './own-packs.ts'

/** A pack that a tenant can open. */
export interface KnownPack {
  readonly pack: Pack
  /** Who signed it; null for the project itself. */
  readonly publisher: string | null
}

/** All packs of the tenant, the newest first: the project's own, and those that it imported, which come before an older one of the same name. */
export async function knownPacks(tx: TenantTransaction): Promise<readonly KnownPack[]> {
  const { rows } = await tx.query<KnownPack>(
    'select body as pack, publisher from campaigns_pack where tenant_id = $1',
    [tx.tenantId],
  )
  const found = new Map<string, KnownPack>([...ownPacks()].map(([id, pack]) => [id, { pack, publisher: null }]))
  for (const each of rows) {
    const own = found.get(each.pack.id)
    if (!own || own.pack.revision < each.pack.revision) found.set(each.pack.id, each)
  }
  return [...found.values()].sort((a, b) => order(newest(b), newest(a)) || order(a.pack.id, b.pack.id))
}

export async function knownPack(tx: TenantTransaction, id: string): Promise<KnownPack> {
  const found = (await knownPacks(tx)).find(({ pack }) => pack.id === id)
  if (!found) throw new CampaignError('no-such-pack', 'There is no such pack: see the list of packs.')
  return found
}

function newest({ pack }: KnownPack): string {
  return pack.attacked ?? pack.disclosed
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
