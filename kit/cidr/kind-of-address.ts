import type { IpAddress } from './address.ts'
import { contains, type Network, parseNetwork } from './network.ts'
import specialNetworks from './special-networks.json' with { type: 'json' }

/** What an address is for. `wildcard` is the unspecified address, on which a service listens for everyone. */
export type AddressKind = keyof typeof specialNetworks | 'public'

const kinds = Object.entries(specialNetworks).map(([kind, networks]) => ({
  kind: kind as AddressKind,
  networks: networks.map((network) => parseNetwork(network) as Network),
}))
const mapped = parseNetwork('::ffff:0:0/96') as Network

/** Source: IANA IPv4 and IPv6 Special-Purpose Address Registries. An IPv4-mapped address is what its IPv4 address is. */
export function kindOfAddress(address: IpAddress): AddressKind {
  const plain: IpAddress = contains(mapped, address)
    ? { family: 4, bytes: address.bytes.slice(12), zone: undefined }
    : address
  return kinds.find(({ networks }) => networks.some((network) => contains(network, plain)))?.kind ?? 'public'
}
