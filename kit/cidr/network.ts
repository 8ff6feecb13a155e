import type { IpAddress } from './address.ts'
import { formatAddress } from './format-address.ts'
import { parseAddress } from './parse-address.ts'

/** All addresses that begin with the same bits. */
export interface Network {
  /** The first address; bits behind the prefix are zero. */
  readonly address: IpAddress
  /** Number of fixed bits: 0 to 32, or to 128. */
  readonly prefix: number
}

/** Reads CIDR notation (`10.0.0.0/8`); a lone address is a network of one. Host bits are cleared, as `10.1.2.3/8` means 10.0.0.0/8. */
export function parseNetwork(text: string): Network | undefined {
  const match = /^([^/]+)(?:\/(0|[1-9][0-9]{0,2}))?$/.exec(text)
  const address = parseAddress(match?.[1] ?? '')
  if (address === undefined || address.zone !== undefined) return undefined
  const bits = address.bytes.length * 8
  const prefix = match?.[2] === undefined ? bits : Number(match[2])
  return prefix > bits ? undefined : { address: firstOf(address, prefix), prefix }
}

export function formatNetwork({ address, prefix }: Network): string {
  return `${formatAddress(address)}/${prefix}`
}

/** True when the address lies in the network. Zones do not matter; an IPv4-mapped address is not an IPv4 address here. */
export function contains({ address, prefix }: Network, candidate: IpAddress): boolean {
  if (address.family !== candidate.family) return false
  const first = firstOf(candidate, prefix)
  return first.bytes.every((byte, index) => byte === address.bytes[index])
}

/** The first and the last address. */
export function rangeOf({ address, prefix }: Network): { readonly first: IpAddress; readonly last: IpAddress } {
  const last = address.bytes.map((byte, index) => byte | (255 - maskAt(prefix, index)))
  return { first: address, last: { ...address, bytes: last } }
}

function firstOf(address: IpAddress, prefix: number): IpAddress {
  return { ...address, zone: undefined, bytes: address.bytes.map((byte, index) => byte & maskAt(prefix, index)) }
}

function maskAt(prefix: number, index: number): number {
  const bits = Math.min(8, Math.max(0, prefix - index * 8))
  return (0xff00 >> bits) & 255
}
