import { compareVersions } from '@holdfast/kit/versions'
import { compareAddressSets } from './compare-address-sets.ts'
import { compareDotted, compareIosVersions } from './compare-dotted.ts'
import { type Comparison, notFor, orderMeets, said } from './comparison.ts'
import type { Patterns } from './patterns.ts'
import type { Datatype, Operation } from './words.ts'

/**
 * Compares what was found with what is wanted, by the rules of a datatype. Source: OVAL Language Specification 5.11, section 5.3.6,
 * OperationEnumeration and the datatypes of SimpleDatatypeEnumeration.
 */
export function compareValues(
  datatype: Datatype,
  operation: Operation,
  wanted: string,
  found: string,
  patterns: Patterns,
): Comparison {
  switch (datatype) {
    case 'string':
      return compareStrings(operation, wanted, found, patterns)
    case 'int':
      return compareIntegers(operation, wanted, found)
    case 'float':
      return compareFloats(operation, wanted, found)
    case 'boolean':
      return equality(operation, isTrue(wanted) === isTrue(found), datatype)
    case 'binary':
      return equality(operation, wanted.toLowerCase() === found.toLowerCase(), datatype)
    case 'version':
      return ordered(operation, compareDotted(found, wanted), datatype)
    case 'fileset_revision':
      return ordered(operation, compareDotted(found, wanted), datatype)
    case 'ios_version':
      return ordered(operation, compareIosVersions(found, wanted), datatype)
    case 'evr_string':
      return compareBy('rpm', datatype, operation, wanted, found)
    case 'debian_evr_string':
      return compareBy('deb', datatype, operation, wanted, found)
    case 'ipv4_address':
    case 'ipv6_address':
      return compareAddressSets(datatype === 'ipv4_address' ? 4 : 6, operation, wanted, found)
    case 'record':
      return { result: 'error', problem: 'a record is compared field by field' }
  }
}

function compareStrings(operation: Operation, wanted: string, found: string, patterns: Patterns): Comparison {
  switch (operation) {
    case 'equals':
      return said(found === wanted)
    case 'not equal':
      return said(found !== wanted)
    case 'case insensitive equals':
      return said(found.toLowerCase() === wanted.toLowerCase())
    case 'case insensitive not equal':
      return said(found.toLowerCase() !== wanted.toLowerCase())
    case 'pattern match': {
      const matched = patterns.matches(wanted, found)
      return typeof matched === 'string' ? { result: 'error', problem: matched } : said(matched)
    }
  }
  return notFor(operation, 'string')
}

const integer = /^\s*[+-]?\d+$/

/** Of 64 bits, as every number that content compares. */
function integerOf(text: string): bigint | undefined {
  if (text.length > 64 || !integer.test(text)) return undefined
  const value = BigInt(text.trim().replace(/^\+/, ''))
  return BigInt.asIntN(64, value) === value ? value : undefined
}

function compareIntegers(operation: Operation, wanted: string, found: string): Comparison {
  const [a, b] = [integerOf(found), integerOf(wanted)]
  if (a === undefined || b === undefined) return unreadable('int', a === undefined ? found : wanted)
  if (operation === 'bitwise and') return said((a & b) === b)
  if (operation === 'bitwise or') return said((a | b) === b)
  return ordered(operation, a < b ? -1 : a > b ? 1 : 0, 'int')
}

const decimal = /^\s*[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i

function floatOf(text: string): number | undefined {
  if (text.length > 512 || !decimal.test(text)) return undefined
  const word = text.trim().toLowerCase()
  if (word.endsWith('nan')) return Number.NaN
  if (word.includes('inf')) return word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return Number(word)
}

/** Numbers that differ by rounding alone are equal. Unit: share of the larger. */
const rounding = 1e-9

function compareFloats(operation: Operation, wanted: string, found: string): Comparison {
  const [a, b] = [floatOf(found), floatOf(wanted)]
  if (a === undefined || b === undefined) return unreadable('float', a === undefined ? found : wanted)
  if (Number.isNaN(a) || Number.isNaN(b)) return said(operation === 'not equal')
  const near = a === b || Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)) <= rounding
  return ordered(operation, near ? 0 : a < b ? -1 : 1, 'float')
}

function isTrue(text: string): boolean {
  return text === 'true' || text === '1'
}

function compareBy(
  ecosystem: string,
  datatype: Datatype,
  operation: Operation,
  wanted: string,
  found: string,
): Comparison {
  const order = compareVersions(ecosystem, found, wanted)
  if (order === undefined) return { result: 'error', problem: `"${found}" and "${wanted}" are not both ${datatype}` }
  return ordered(operation, order, datatype)
}

function equality(operation: Operation, equal: boolean, datatype: Datatype): Comparison {
  if (operation === 'equals') return said(equal)
  return operation === 'not equal' ? said(!equal) : notFor(operation, datatype)
}

function ordered(operation: Operation, order: number | undefined, datatype: Datatype): Comparison {
  if (order === undefined) return { result: 'error', problem: `what is compared is not all ${datatype}` }
  const meets = orderMeets(operation, order)
  return meets === undefined ? notFor(operation, datatype) : said(meets)
}

function unreadable(datatype: Datatype, text: string): Comparison {
  return { result: 'error', problem: `"${text.slice(0, 64)}" is no ${datatype}` }
}
