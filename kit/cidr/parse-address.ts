import type { IpAddress } from './address.ts'

/**
 * Reads an address in dotted decimal (four numbers, no leading zeros, which some systems take for octal) or in any form of RFC 4291
 * section 2.2, with an optional zone (RFC 4007). Undefined for everything else.
 */
export function parseAddress(text: string): IpAddress | undefined {
  if (text.length > 100) return undefined
  if (!text.includes(':')) {
    const bytes = parseDotted(text)
    return bytes === undefined ? undefined : { family: 4, bytes, zone: undefined }
  }
  const percent = text.indexOf('%')
  const zone = percent < 0 ? undefined : text.slice(percent + 1)
  if (zone !== undefined && !/^[A-Za-z0-9._~@:-]{1,64}$/.test(zone)) return undefined
  const bytes = parseGroups(percent < 0 ? text : text.slice(0, percent))
  return bytes === undefined ? undefined : { family: 6, bytes, zone }
}

function parseDotted(text: string): readonly number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part))) return undefined
  const bytes = parts.map(Number)
  return bytes.every((byte) => byte < 256) ? bytes : undefined
}

function parseGroups(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = parseHalf(halves[0] as string, halves.length === 1)
  const tail = halves.length === 1 ? [] : parseHalf(halves[1] as string, true)
  if (head === undefined || tail === undefined) return undefined
  const missing = 16 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined
  return [...head, ...new Array<number>(missing).fill(0), ...tail]
}

/** Groups between colons; the last of the address may be in dotted decimal. */
function parseHalf(text: string, isLast: boolean): readonly number[] | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [index, group] of groups.entries()) {
    const dotted = isLast && index === groups.length - 1 ? parseDotted(group) : undefined
    if (dotted !== undefined) bytes.push(...dotted)
    else if (/^[0-9a-f]{1,4}$/i.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255)
    else return undefined
  }
  return bytes
}
