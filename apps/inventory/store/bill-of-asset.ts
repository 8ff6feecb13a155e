import type { Bill, BillComponent } from '@holdfast/kit/sbom'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { readFacts } from '@holdfast/platform/facts'

const read = ['inventory.operating-system', 'inventory.package', 'inventory.software'] as const

type Item = Readonly<Record<string, unknown>>

/** The software of an asset as a bill of materials; undefined where there is no such asset. It has the time at which any of it last changed. */
export async function billOfAsset(tx: TenantTransaction, publicId: string): Promise<Bill | undefined> {
  const { rows } = await tx.query<{ id: number; name: string; since: string }>(
    `select asset_id as id, name, first_seen_at as since from asset where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, publicId],
  )
  const [asset] = rows
  if (asset === undefined) return undefined
  const facts = await readFacts(tx, asset.id, read)
  const items = (name: (typeof read)[number]) =>
    facts.filter(({ fact }) => fact === name).flatMap((one) => [...one.items.values()])
  const changedAt =
    facts
      .map((one) => timeOf(one.changedAt))
      .sort()
      .at(-1) ?? timeOf(asset.since)
  const [system] = items('inventory.operating-system')
  const [id, release] = [textOf(system?.id), textOf(system?.version)]
  return {
    name: asset.name,
    namespace: `urn:holdfast:asset:${publicId}:${changedAt}`,
    createdAt: changedAt,
    distribution: id === undefined || release === undefined ? undefined : { id, release },
    components: [...items('inventory.package'), ...items('inventory.software')].flatMap(componentOf),
  }
}

function componentOf(item: Item): readonly BillComponent[] {
  const [name, purl, path] = [textOf(item.name), textOf(item.purl), textOf(item.path)]
  if (name === undefined || purl === undefined) return []
  const [sourceName, sourceVersion] = [textOf(item.sourceName), textOf(item.sourceVersion)]
  const version = textOf(item.version)
  const isOwn = sourceName === name && sourceVersion === version
  return [
    {
      name,
      version,
      purl,
      license: textOf(item.license),
      source:
        sourceName === undefined || sourceVersion === undefined || isOwn
          ? undefined
          : { name: sourceName, version: sourceVersion },
      paths: path === undefined ? [] : [path],
    },
  ]
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function timeOf(value: string | Date): string {
  return new Date(value).toISOString()
}
