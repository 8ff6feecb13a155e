import type { OperatingSystem, Update } from '@holdfast/inventory/public'
import { type WindowsArchitecture, type WindowsRole, windowsProductName } from '@holdfast/kit/windows'
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
  const { build, servicePack = 0, installation, architecture, name, pointRelease, version } = system
  const product =
    build === undefined || installation === undefined || architecture === undefined
      ? undefined
      : windowsProductName({
          ...{ build, servicePack, architecture: architecture as WindowsArchitecture },
          role: installation.replace(/-core$/, '') as WindowsRole,
          isCore: installation.endsWith('-core'),
        })
  return {
    purl: '',
    type: 'windows',
    name: product ?? name,
    version: pointRelease ?? version,
    ecosystems: product === undefined ? [] : [['Windows']],
    names: 'binary',
    fromDistribution: product === undefined,
    updates: updates?.map(({ id }) => id).sort(),
  }
}
