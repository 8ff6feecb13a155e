import { parsePurl } from '@holdfast/kit/purl'
import { isKernelSource, unsignedSource } from './kernel-package.ts'

const ofSystems = new Set(['deb', 'rpm', 'apk'])

/**
 * Whether advisories say the same of a package on every asset that has it, word for word. Not of libraries, which lie in places; not of kernels, of which
 * one runs; not where the release of the distribution is the asset's to tell.
 */
export function isSameForAll(held: {
  readonly ecosystem: string
  readonly purl: string
  readonly sourceName: string | null
}): boolean {
  if (!ofSystems.has(held.ecosystem) || held.sourceName === null) return false
  const parsed = parsePurl(held.purl, { lenient: true })
  return parsed.ok && parsed.value.qualifiers.distro !== undefined && !isKernelSource(unsignedSource(held.sourceName))
}
