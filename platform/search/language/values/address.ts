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

/** Reads one address: dotted IPv4 without leading zeros, or IPv6 (RFC 4291 §2.2, no zone). Undefined for anything else. */
export function parseAddress(text: string): AddressKey | undefined {
  const word = text.trim()
  if (word.length > 45) return undefined
  if (!word.includes(':')) {
    const bytes = parseDotted(word)
    return bytes && `4${hex(bytes, 2)}`
  }
  const groups = parseColons(word)
  return groups && `6${hex(groups, 4)}`
}

/**
 * Reads an address, a network (`10.0.0.0/8`; bits behind the prefix are ignored), whole octets (`10.0.*`) or two
 * addresses with a dash. Undefined for anything else and for a dash between families or backwards.
 */
export function parseAddresses(text: string): AddressSpan | undefined {
  const word = text.trim()
  if (word.includes('/')) return parseNetwork(word)
  if (/^(?:\d{1,3}\.){1,3}\*$/.test(word)) {
    const octets = word.slice(0, -2).split('.')
    const fill = (octet: string) => parseAddress([...octets, ...Array<string>(4 - octets.length).fill(octet)].join('.'))
    return spanOf(fill('0'), fill('255'))
  }
  const [first, second, ...more] = word.split('-')
  if (second === undefined) return spanOf(parseAddress(word), parseAddress(word))
  return more.length === 0 ? spanOf(parseAddress(first!), parseAddress(second)) : undefined
}

/** The usual spelling: dotted, or IPv6 shortened as in RFC 5952 §4. */
export function formatAddress(key: AddressKey): string {
  if (key.startsWith('4')) return (key.slice(1).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.')
  const groups = (key.slice(1).match(/..../g) ?? []).map((group) => Number.parseInt(group, 16).toString(16))
  const zeros = groups.join(':').match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? []
  const longest = zeros.reduce(
    (best, run) => (run.replace(/^:/, '').length > best.replace(/^:/, '').length ? run : best),
    '',
  )
  if (longest === '') return groups.join(':')
  const index = groups.join(':').indexOf(longest)
  const left = groups.join(':').slice(0, index)
  const right = groups.join(':').slice(index + longest.length)
  return `${left}::${right.replace(/^:/, '')}`
}

function spanOf(from: AddressKey | undefined, to: AddressKey | undefined): AddressSpan | undefined {
  if (from === undefined || to === undefined || from[0] !== to[0] || from > to) return undefined
  return { from, to }
}

function parseNetwork(word: string): AddressSpan | undefined {
  const [address, prefix, ...more] = word.split('/')
  const key = parseAddress(address!)
  if (key === undefined || more.length > 0 || !/^\d{1,3}$/.test(prefix!)) return undefined
  const bits = (key.length - 1) * 4
  const free = bits - Number(prefix)
  if (free < 0) return undefined
  const mask = (1n << BigInt(free)) - 1n
  const value = BigInt(`0x${key.slice(1)}`)
  const write = (number: bigint) => key[0] + number.toString(16).padStart(bits / 4, '0')
  return { from: write(value - (value & mask)), to: write(value | mask) }
}

function parseDotted(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined
  return parts.map(Number)
}

function parseColons(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const left = parseGroups(halves[0]!)
  const right = halves[1] === undefined ? [] : parseGroups(halves[1])
  if (!left || !right) return undefined
  const missing = 8 - left.length - right.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  return [...left, ...Array<number>(missing).fill(0), ...right]
}

function parseGroups(text: string): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    const dotted = index === parts.length - 1 && part.includes('.') ? parseDotted(part) : undefined
    if (dotted) groups.push(dotted[0]! * 256 + dotted[1]!, dotted[2]! * 256 + dotted[3]!)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

function hex(numbers: readonly number[], digits: number): string {
  return numbers.map((number) => number.toString(16).padStart(digits, '0')).join('')
}
