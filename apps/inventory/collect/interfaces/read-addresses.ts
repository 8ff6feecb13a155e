import { formatIpv6 } from '@holdfast/kit/ip-address'

/** An address of an interface, with its prefix length. */
export interface InterfaceAddress {
  readonly interface: string
  readonly address: string
  readonly prefix: number
}

interface Network {
  readonly interface: string
  readonly network: number
  readonly mask: number
}

/** Reads /proc/net/if_inet6: address, index, prefix length (both hexadecimal), scope, flags, interface. */
export function readIpv6Addresses(text: string): readonly InterfaceAddress[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([0-9a-f]{32}) [0-9a-f]+ ([0-9a-f]{2}) [0-9a-f]+ [0-9a-f]+\s+(\S+)$/.exec(line.trim())
    if (match === null) return []
    const [, hex = '', prefix = '', name = ''] = match
    const groups = (hex.match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16))
    return [{ interface: name, address: formatIpv6(groups), prefix: Number.parseInt(prefix, 16) }]
  })
}

/**
 * The IPv4 addresses of the host: the local ones of /proc/net/fib_trie, which names no interface, laid beside the directly connected
 * networks of /proc/net/route, which does. What fits no network is returned as `unplaced`.
 */
export function readIpv4Addresses(
  fibTrie: string,
  route: string,
): { readonly addresses: readonly InterfaceAddress[]; readonly unplaced: readonly string[] } {
  const networks = connectedNetworks(route)
  const addresses: InterfaceAddress[] = []
  const unplaced: string[] = []
  for (const address of localAddresses(fibTrie)) {
    const number = ipv4Number(address)
    if (address.startsWith('127.')) {
      addresses.push({ interface: 'lo', address, prefix: 8 })
      continue
    }
    const fitting = networks.filter(({ network, mask }) => (number & mask) >>> 0 === network)
    const [best] = fitting.sort((a, b) => b.mask - a.mask)
    if (best) addresses.push({ interface: best.interface, address, prefix: prefixOf(best.mask) })
    else unplaced.push(address)
  }
  return { addresses, unplaced }
}

/** In the trie, a leaf line `|-- 192.0.2.7` is followed by the routes to it; `/32 host LOCAL` marks an address of this host. */
function localAddresses(fibTrie: string): ReadonlySet<string> {
  const found = new Set<string>()
  let leaf = ''
  for (const line of fibTrie.split('\n')) {
    const match = /\|-- (\d+\.\d+\.\d+\.\d+)$/.exec(line)
    if (match?.[1]) leaf = match[1]
    else if (leaf !== '' && line.includes('/32 host LOCAL')) found.add(leaf)
  }
  return found
}

/** Routes without a gateway. Addresses and masks are hexadecimal words of the host's byte order (little-endian on x86 and arm64). */
function connectedNetworks(route: string): Network[] {
  return route.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/)
    const [name = '', destination = '', gateway = ''] = fields
    const mask = fields[7] ?? ''
    if (gateway !== '00000000' || !/^[0-9A-F]{8}$/i.test(destination) || !/^[0-9A-F]{8}$/i.test(mask)) return []
    if (/^0+$/.test(mask)) return []
    return [{ interface: name, network: swapped(destination), mask: swapped(mask) }]
  })
}

function swapped(hex: string): number {
  return Number.parseInt((hex.match(/../g) ?? []).reverse().join(''), 16)
}

function ipv4Number(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0)
}

function prefixOf(mask: number): number {
  return mask.toString(2).replaceAll('0', '').length
}
