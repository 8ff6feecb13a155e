import { addressOf } from '@holdfast/design'

export function assetAddress(id: string, search: Readonly<Record<string, string | undefined>> = {}): string {
  return addressOf(`/inventory/${encodeURIComponent(id)}`, search)
}

/** The list of assets that a query finds. */
export function assetsAddress(query: string): string {
  return addressOf('/inventory', { q: query || undefined })
}

/** The list of findings that a query finds. */
export function findingsAddress(query: string, row?: string): string {
  return addressOf('/findings', { q: query === 'status:open' ? undefined : query, row })
}

/** The page of a package, which whoever may read vulnerabilities has. */
export function packageAddress(ecosystem: string, name: string): string {
  return `/vulnerabilities/packages/${encodeURIComponent(ecosystem)}/${encodeURIComponent(name)}`
}
