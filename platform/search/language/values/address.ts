import { formatAddress, type IpAddress, parseAddress, parseNetwork, rangeOf } from '@holdfast/kit/cidr'

/**
 * An address as a text that sorts as PostgreSQL sorts single hosts of type inet: family, then value. `4` and 8
 * hexadecimal digits, or `6` and 32.
 */
export type AddressKey = string

/** All addresses from one to another, both included. */
export interface AddressSpan {
  readonly from: AddressKey
  readonly to: AddressKey
}

/** The key of an address; undefined for anything else, and for an address with a zone. */
export function addressKey(text: string): AddressKey | undefined {
  const address = parseAddress(text.trim())
  return address && address.zone === undefined ? keyOf(address) : undefined
}

/** An address in its usual spelling. */
export function writeAddress(key: AddressKey): string {
  const bytes = (key.slice(1).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))
  return formatAddress({ family: key.startsWith('4') ? 4 : 6, bytes, zone: undefined })
}

/**
 * Reads an address, a network (`10.0.0.0/8`; bits behind the prefix are ignored), whole octets (`10.0.*`) or two
 * addresses with a dash. Undefined for anything else and for a dash between families or backwards.
 */
export function parseAddresses(text: string): AddressSpan | undefined {
  const word = text.trim()
  if (/^(?:\d{1,3}\.){1,3}\*$/.test(word)) {
    const octets = word.slice(0, -2).split('.')
    const fill = (octet: string) => addressKey([...octets, ...Array<string>(4 - octets.length).fill(octet)].join('.'))
    return spanOf(fill('0'), fill('255'))
  }
  const [first, second, ...more] = word.split('-')
  if (second !== undefined) return more.length === 0 ? spanOf(addressKey(first!), addressKey(second)) : undefined
  const network = parseNetwork(word)
  if (!network) return undefined
  const { first: low, last: high } = rangeOf(network)
  return { from: keyOf(low), to: keyOf(high) }
}

function keyOf({ family, bytes }: IpAddress): AddressKey {
  return family + bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function spanOf(from: AddressKey | undefined, to: AddressKey | undefined): AddressSpan | undefined {
  if (from === undefined || to === undefined || from[0] !== to[0] || from > to) return undefined
  return { from, to }
}
