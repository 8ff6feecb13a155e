import { type WindowsArchitecture, type WindowsRole, windowsProductName } from '@holdfast/kit/windows'
import type { OperatingSystem } from '../../facts/index.ts'

/** What Microsoft calls the system of a host; undefined for what is no Windows, and for a build that no release has. */
export function windowsProduct(system: OperatingSystem): string | undefined {
  const { id, build, servicePack = 0, installation, architecture } = system
  if (id !== 'windows' || build === undefined || installation === undefined || architecture === undefined)
    return undefined
  return windowsProductName({
    ...{ build, servicePack, architecture: architecture as WindowsArchitecture },
    role: installation.replace(/-core$/, '') as WindowsRole,
    isCore: installation.endsWith('-core'),
  })
}
