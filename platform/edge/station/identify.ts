import type { World } from '@holdfast/platform/contract'
import type { AssetRecord, Identifier } from '@holdfast/platform/envelope'

/** Where Linux keeps what tells one machine from another. */
const places = {
  'machine-id': ['/etc/machine-id', '/var/lib/dbus/machine-id'],
  'product-uuid': ['/sys/class/dmi/id/product_uuid'],
  serial: ['/sys/class/dmi/id/product_serial', '/sys/class/dmi/id/board_serial'],
  'cloud-instance-id': ['/var/lib/cloud/data/instance-id', '/run/cloud-init/.instance-id'],
} as const

/** Firmware that was never given a serial says so in many ways. */
const placeholder =
  /^(0+|f+|none|n\/a|not specified|default string|to be filled by o\.e\.m\.|system serial number|x+)$/i

/** The identifiers of the host that a world shows, for the statement of who the following records are about. */
export async function identify(world: World, agentId: string): Promise<AssetRecord> {
  const identifiers: Identifier[] = [{ kind: 'agent-id', value: agentId }]
  const paths = [...Object.values(places).flat(), '/etc/hostname', '/proc/sys/kernel/hostname']
  const text = new Map<string, string>()
  for await (const seen of world.files.readMany(paths, { maxBytes: 4096 })) {
    if (seen.ok) text.set(seen.path, new TextDecoder().decode(seen.bytes).trim())
  }
  for (const [kind, candidates] of Object.entries(places)) {
    const value = candidates.map((path) => text.get(path)).find((value) => value && !placeholder.test(value))
    if (value) identifiers.push({ kind, value: value.toLowerCase() })
  }
  for (const value of await macs(world)) identifiers.push({ kind: 'mac', value })
  const name = text.get('/proc/sys/kernel/hostname') || text.get('/etc/hostname') || 'unnamed'
  identifiers.push({ kind: 'hostname', value: name.toLowerCase() })
  return { type: 'asset', ref: 'self', kind: 'host', name, identifiers }
}

/** Hardware addresses of physical interfaces: those that have a device and whose address the kernel did not make up. */
async function macs(world: World): Promise<string[]> {
  const names: string[] = []
  for await (const entry of world.files.walk({ roots: ['/sys/class/net'], maxDepth: 1, maxEntries: 4096 })) {
    if (entry.type === 'entry' && entry.path !== '/sys/class/net')
      names.push(entry.path.slice(entry.path.lastIndexOf('/') + 1))
  }
  const found: string[] = []
  const paths = names.flatMap((name) => [`/sys/class/net/${name}/address`, `/sys/class/net/${name}/addr_assign_type`])
  const text = new Map<string, string>()
  for await (const seen of world.files.readMany(paths, { maxBytes: 256 })) {
    if (seen.ok) text.set(seen.path, new TextDecoder().decode(seen.bytes).trim())
  }
  for (const name of names) {
    const address = text.get(`/sys/class/net/${name}/address`) ?? ''
    // 0 is NET_ADDR_PERM: the address came with the device.
    const permanent = text.get(`/sys/class/net/${name}/addr_assign_type`) === '0'
    if (permanent && name !== 'lo' && /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address) && address !== '00:00:00:00:00:00')
      found.push(address)
  }
  return found.sort()
}
