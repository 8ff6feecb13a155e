import type { Installed } from '@holdfast/inventory/public'
import type { InstalledSoftware } from '../installed-software.ts'
import { softwareFromPurl } from './from-purl.ts'
import { windowsNamed } from './windows-system.ts'

/** Software as the inventory counts it over assets: without what only one asset tells, such as its updates. */
export function softwareOfInstalled({
  ecosystem,
  name,
  version,
  purl,
  source,
}: Installed): InstalledSoftware | undefined {
  return ecosystem === 'windows' ? windowsNamed(name, version) : softwareFromPurl(purl, { version, source })
}
