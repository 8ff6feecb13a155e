import { anyValue, type CpeName, cpeAttributes, noValue } from './cpe-name.ts'

/** How the products of one name stand to those of another. */
export type CpeRelation = 'equal' | 'superset' | 'subset' | 'disjoint' | 'undefined'

/** How the source stands to the target in one attribute. Source: NISTIR 7696, table 6-2. */
export function compareCpeValues(source: string, target: string): CpeRelation {
  if (source === target) return hasWildcards(target) ? 'undefined' : 'equal'
  if (hasWildcards(target)) return 'undefined'
  if (source === anyValue) return 'superset'
  if (target === anyValue) return 'subset'
  if (source === noValue || target === noValue) return 'disjoint'
  return hasWildcards(source) && wildcardPattern(source).test(target) ? 'superset' : 'disjoint'
}

/** How the source stands to the target. Source: NISTIR 7696, table 6-4. */
export function compareCpeNames(source: CpeName, target: CpeName): CpeRelation {
  const relations = new Set(cpeAttributes.map((attribute) => compareCpeValues(source[attribute], target[attribute])))
  if (relations.has('disjoint')) return 'disjoint'
  if (relations.has('undefined')) return 'undefined'
  relations.delete('equal')
  if (relations.size === 0) return 'equal'
  return relations.size === 1 ? ([...relations][0] as CpeRelation) : 'undefined'
}

/** Whether every product of the target is one of the source. */
export function cpeMatches(source: CpeName, target: CpeName): boolean {
  const relation = compareCpeNames(source, target)
  return relation === 'equal' || relation === 'superset'
}

function hasWildcards(value: string): boolean {
  return value !== anyValue && /[*?]/.test(value.replace(/\\./g, ''))
}

/** `?` at an end is up to one character, `*` any number of them. Source: NISTIR 7696, section 6.3. */
function wildcardPattern(source: string): RegExp {
  const pattern = source.replace(/\\(.)|([*?])|(.)/g, (_, quoted?: string, wildcard?: string, plain?: string) => {
    if (wildcard === '*') return '(?:\\\\?.)*'
    if (wildcard === '?') return '(?:\\\\?.)?'
    const character = (quoted ?? plain) as string
    const escaped = character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    return quoted === undefined ? escaped : `\\\\${escaped}`
  })
  return new RegExp(`^${pattern}$`)
}
