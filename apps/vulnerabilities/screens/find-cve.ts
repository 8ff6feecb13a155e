import type { Found } from '@holdfast/platform/contract'
import { cveAddress } from './cve.ts'

/** A CVE that is typed as a whole leads to its page, whether or not anything was found. */
export async function find(text: string): Promise<readonly Found[]> {
  const name = text.trim().toUpperCase()
  return /^CVE-\d{4}-\d{4,}$/.test(name) ? [{ id: name, label: name, href: cveAddress(name) }] : []
}
