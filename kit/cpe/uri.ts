import { anyValue, type CpeName, type CpeReading, cpeAttributes, maxNameLength, problemOfValue } from './cpe-name.ts'
import { nameOf } from './formatted-string.ts'

/**
 * Reads a URI, `cpe:/a:vendor:product:version`, of CPE 2.2 or 2.3: an edition that begins with a tilde holds five values. Never throws.
 * Source: NISTIR 7695, section 6.1.
 */
export function readCpeUri(text: string): CpeReading {
  const fail = (message: string, position: number): CpeReading => ({ ok: false, problem: { message, position } })
  if (!/^cpe:\//i.test(text)) return fail('the name does not begin with cpe:/', 0)
  if (text.length > maxNameLength) return fail(`the name is longer than ${maxNameLength} characters`, maxNameLength)
  const parts = text.slice(5).toLowerCase().split(':')
  if (parts.length > 7) return fail('the name has more than seven values', text.length)
  const [part, vendor, product, version, update, edition = '', language] = parts
  const packed = edition.startsWith('~') ? edition.slice(1).split('~') : [edition]
  if (packed.length !== 1 && packed.length !== 5) return fail('a packed edition has five values', text.indexOf('~'))
  const encoded = [part, vendor, product, version, update, packed[0], language, ...packed.slice(1)]
  const values: string[] = []
  for (const [index, value] of encoded.entries()) {
    const decoded = decode(value ?? '')
    const attribute = cpeAttributes[index] as (typeof cpeAttributes)[number]
    const problem = decoded === undefined ? `the ${attribute} is encoded wrongly` : problemOfValue(attribute, decoded)
    if (problem !== undefined || decoded === undefined)
      return fail(problem ?? '', Math.max(5, text.toLowerCase().indexOf(`:${value}`, 4) + 1))
    values.push(decoded)
  }
  return { ok: true, name: nameOf(values) }
}

/** Writes a name as a URI; values that a URI of CPE 2.2 has no place for make its edition a packed one. */
export function writeCpeUri(name: CpeName): string {
  const extended = [name.softwareEdition, name.targetSoftware, name.targetHardware, name.other]
  const edition = extended.every((value) => value === anyValue)
    ? encode(name.edition)
    : `~${[name.edition, ...extended].map(encode).join('~')}`
  const { part, vendor, product, version, update, language } = name
  const parts = [...[part, vendor, product, version, update].map(encode), edition, encode(language)]
  return `cpe:/${parts.join(':').replace(/:+$/, '')}`
}

/** Names where one is wanted: a URI or a formatted string. */
export function isCpeUri(text: string): boolean {
  return /^cpe:\//i.test(text)
}

/** Undefined where a percent sign encodes nothing. */
function decode(value: string): string | undefined {
  if (value === '') return anyValue
  if (value === '-') return value
  let result = ''
  for (let at = 0; at < value.length; at++) {
    const character = value[at] as string
    if (character !== '%') {
      result += /[a-z0-9._-]|[^\x00-\x7f]/.test(character) ? character : `\\${character}`
      continue
    }
    const code = /^[0-9a-f]{2}$/.test(value.slice(at + 1, at + 3))
      ? Number.parseInt(value.slice(at + 1, at + 3), 16)
      : -1
    if (code < 0) return undefined
    at += 2
    if (code === 1) result += '?'
    else if (code === 2) result += '*'
    else {
      const decoded = String.fromCharCode(code).toLowerCase()
      result += /[a-z0-9._-]/.test(decoded) ? decoded : `\\${decoded}`
    }
  }
  // A hyphen that was encoded is a character, not the absence of a value.
  return result === '-' ? '\\-' : result
}

function encode(value: string): string {
  if (value === anyValue) return ''
  if (value === '-') return value
  return value.replace(/\\(.)|[?*]/g, (quoted, character: string | undefined) => {
    if (character === undefined) return quoted === '?' ? '%01' : '%02'
    if (character === '-' && value !== '\\-') return character
    return /[._]/.test(character) ? character : `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}
