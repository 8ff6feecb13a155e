import { compareAddresses, type IpAddress, type Network, parseAddress, rangeOf } from '@holdfast/kit/cidr'
import { type Comparison, notFor, orderMeets, said } from './comparison.ts'
import type { Operation } from './words.ts'

/** An address with as many fixed bits as its prefix or netmask says; alone, all of them are. */
interface AddressSet {
  readonly address: IpAddress
  readonly prefix: number
}

/**
 * Compares addresses or sets of them. An order is there only between sets of one size. Source: OVAL Language Specification 5.11,
 * ipv4_address and ipv6_address of SimpleDatatypeEnumeration.
 */
export function compareAddressSets(family: 4 | 6, operation: Operation, wanted: string, found: string): Comparison {
  const a = readSet(family, found)
  const b = readSet(family, wanted)
  if (a === undefined || b === undefined)
    return {
      result: 'error',
      problem: `"${(a === undefined ? found : wanted).slice(0, 64)}" is no IPv${family} address`,
    }
  switch (operation) {
    case 'equals':
    case 'not equal': {
      const equal = a.prefix === b.prefix && compareAddresses(a.address, b.address) === 0
      return said(equal === (operation === 'equals'))
    }
    case 'subset of':
      return said(isWithin(a, b))
    case 'superset of':
      return said(isWithin(b, a))
  }
  if (a.prefix !== b.prefix) return { result: 'error', problem: 'sets of addresses of different sizes have no order' }
  const order = compareAddresses(firstOf(a, a.prefix), firstOf(b, b.prefix))
  const meets = orderMeets(operation, order)
  return meets === undefined ? notFor(operation, 'addresses') : said(meets)
}

function isWithin(inner: AddressSet, outer: AddressSet): boolean {
  return (
    outer.prefix <= inner.prefix && compareAddresses(firstOf(inner, outer.prefix), firstOf(outer, outer.prefix)) === 0
  )
}

function firstOf({ address }: AddressSet, prefix: number): IpAddress {
  return { ...rangeOf(networkOf(address, prefix)).first, zone: undefined }
}

function networkOf(address: IpAddress, prefix: number): Network {
  const bytes = address.bytes.map(
    (byte, index) => byte & ((0xff00 >> Math.min(8, Math.max(0, prefix - index * 8))) & 255),
  )
  return { address: { ...address, bytes }, prefix }
}

function readSet(family: 4 | 6, text: string): AddressSet | undefined {
  const [host = '', size, ...rest] = text.trim().split('/')
  const address = parseAddress(host)
  if (address === undefined || address.family !== family || rest.length > 0) return undefined
  const bits = family === 4 ? 32 : 128
  if (size === undefined) return { address, prefix: bits }
  if (/^\d{1,3}$/.test(size)) return Number(size) <= bits ? { address, prefix: Number(size) } : undefined
  const mask = family === 4 ? parseAddress(size) : undefined
  if (mask?.family !== 4) return undefined
  const written = mask.bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return /^1*0*$/.test(written) ? { address, prefix: written.replace(/0+$/, '').length } : undefined
}
