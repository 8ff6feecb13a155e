import { addressOf, queryParameter } from '@holdfast/design'

/** What the list of findings shows when nobody asked for anything else. */
export const usualFindings = 'status:open'

/** The address of the list of findings that a query finds. */
export function findingsAddress(query: string, more: { row?: string; sort?: string } = {}): string {
  return addressOf('/findings', { q: queryParameter(query), ...more })
}

/** The page of an asset. */
export function assetAddress(id: string): string {
  return `/inventory/${encodeURIComponent(id)}`
}
