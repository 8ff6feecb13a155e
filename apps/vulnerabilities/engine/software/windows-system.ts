import { type OperatingSystem, type Update, windowsProduct } from '@holdfast/inventory/public'
import type { InstalledSoftware } from '../installed-software.ts'

/**
 * Windows as one software, of which advisories speak by the name of the product, and which updates fix. `updates` is undefined where it was not seen which are
 * installed. Undefined for what is no Windows.
 */
export function windowsSystem(
  system: OperatingSystem,
  updates: readonly Update[] | undefined,
): InstalledSoftware | undefined {
  if (system.id !== 'windows') return undefined
  const product = windowsProduct(system)
  const version = system.pointRelease ?? system.version
  if (product === undefined)
    return {
      purl: '',
      type: 'windows',
      name: system.name,
      version,
      ecosystems: [],
      names: 'binary',
      fromDistribution: true,
    }
  return { ...windowsNamed(product, version), updates: updates?.map(({ id }) => id).sort() }
}

/** A product of which it is not known which updates are installed. */
export function windowsNamed(name: string, version: string | undefined): InstalledSoftware {
  return {
    purl: '',
    type: 'windows',
    name,
    version,
    ecosystems: [['Windows']],
    names: 'binary',
    fromDistribution: false,
  }
}
