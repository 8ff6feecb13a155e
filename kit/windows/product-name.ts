import products from './products.json' with { type: 'json' }
import type { WindowsArchitecture, WindowsSystem } from './recording.ts'

interface Product {
  readonly build: number
  readonly name: string
  /** Its names tell machines apart. */
  readonly machine?: boolean
  readonly servicePack?: boolean
  /** Its name on that machine, where it is another one. */
  readonly x64?: string
}

const machines: Readonly<Record<WindowsArchitecture, string>> = {
  x86: '32-bit Systems',
  x64: 'x64-based Systems',
  arm64: 'ARM64-based Systems',
  ia64: 'Itanium-based Systems',
}

/**
 * What Microsoft's advisories call a system: `Windows 7 for x64-based Systems Service Pack 1`, `Windows Server 2016 (Server Core installation)`. Undefined for a build
 * that no release has.
 */
export function windowsProductName(
  system: Pick<WindowsSystem, 'build' | 'servicePack' | 'role' | 'isCore' | 'architecture'>,
): string | undefined {
  const { build, servicePack, role, isCore, architecture } = system
  const all: readonly Product[] = role === 'client' ? products.client : products.server
  const product = all.find((one) => one.build === build)
  if (product === undefined) return undefined
  const name = architecture === 'x64' ? (product.x64 ?? product.name) : product.name
  const machine = product.machine === true ? ` for ${machines[architecture]}` : ''
  const pack = product.servicePack === true && servicePack > 0 ? ` Service Pack ${servicePack}` : ''
  return `${name}${machine}${pack}${role !== 'client' && isCore ? ' (Server Core installation)' : ''}`
}
