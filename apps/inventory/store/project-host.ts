import type { Projection } from '@holdfast/platform/contract'
import type { Hardware, Kernel, Listener, OperatingSystem } from '../facts/index.ts'
import { boundedText } from './bounded-text.ts'

/** The single-valued facts of an asset, and how many it has of the others. */
export const projectHost: Projection = {
  id: 'inventory.host',
  reads: [
    'inventory.operating-system',
    'inventory.kernel',
    'inventory.hardware',
    'inventory.package',
    'inventory.software',
    'inventory.listener',
    'inventory.account',
    'inventory.process',
    'inventory.service',
    'inventory.pending-update',
  ],
  async project(tx, asset, items) {
    const one = <T>(name: `inventory.${string}`) => items.get(name)?.[0] as T | undefined
    const count = (name: `inventory.${string}`) => items.get(name)?.length ?? 0
    const os = one<OperatingSystem>('inventory.operating-system')
    const version = os?.pointRelease ?? os?.version
    const hardware = one<Hardware>('inventory.hardware')
    const kernel = (items.get('inventory.kernel') as readonly Kernel[] | undefined)?.find(({ running }) => running)
    const listeners = (items.get('inventory.listener') ?? []) as readonly Listener[]
    const row: Record<string, unknown> = {
      os_id: os && boundedText(os.id, 200),
      os_family: os?.family,
      os_name: os?.name,
      os_version: version === undefined ? undefined : boundedText(version, 200),
      os_build: os?.build === undefined ? undefined : Math.min(os.build, 2 ** 31 - 1),
      kernel: kernel?.release,
      architecture: kernel?.architecture,
      virtualization: hardware?.virtualization,
      cloud: hardware?.cloud,
      cpu_count: hardware && Math.min(hardware.cpuCount, 2 ** 31 - 1),
      memory_bytes: hardware?.memoryBytes,
      vendor: hardware?.vendor,
      product: hardware?.product,
      package_count: count('inventory.package'),
      software_count: count('inventory.software'),
      listener_count: listeners.length,
      exposed_count: listeners.filter(({ loopback }) => !loopback).length,
      account_count: count('inventory.account'),
      process_count: count('inventory.process'),
      service_count: count('inventory.service'),
      update_count: count('inventory.pending-update'),
    }
    const names = Object.keys(row)
    const places = names.map((_, index) => `$${index + 3}`)
    await tx.query(
      `insert into inventory_host (tenant_id, asset_id, ${names.join(', ')}) values ($1, $2, ${places.join(', ')})
       on conflict (tenant_id, asset_id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      [tx.tenantId, asset.id, ...names.map((name) => row[name] ?? null)],
    )
  },
}
