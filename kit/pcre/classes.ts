import { CharSet } from './char-set.ts'

/** Classes of characters as PCRE has them without PCRE_UCP: of ASCII alone. Source: pcrepattern(3). */
const digit = () => new CharSet().addRange(48, 57)
const word = () => digit().addRange(65, 90).addRange(97, 122).addRange(95, 95)
const space = () => new CharSet().addRange(9, 13).addRange(32, 32)
const horizontal = () => CharSet.of(9, 32, 0xa0, 0x1680, 0x180e, 0x202f, 0x205f, 0x3000).addRange(0x2000, 0x200a)
const vertical = () => new CharSet().addRange(10, 13).addRange(0x85, 0x85).addRange(0x2028, 0x2029)
const newline = () => CharSet.of(10)

const byEscape: ReadonlyMap<string, () => CharSet> = new Map([
  ['d', digit],
  ['w', word],
  ['s', space],
  ['h', horizontal],
  ['v', vertical],
  ['N', () => newline().negate()],
])

/** The class of `\d`, `\W` and the like; undefined for letters that name none. */
export function classOfEscape(letter: string): CharSet | undefined {
  const own = byEscape.get(letter)
  if (own !== undefined) return own()
  return letter === 'n' ? undefined : byEscape.get(letter.toLowerCase())?.().negate()
}

const byName: ReadonlyMap<string, () => CharSet> = new Map([
  ['alnum', () => digit().addRange(65, 90).addRange(97, 122)],
  ['alpha', () => new CharSet().addRange(65, 90).addRange(97, 122)],
  ['ascii', () => new CharSet().addRange(0, 127)],
  ['blank', () => CharSet.of(9, 32)],
  ['cntrl', () => new CharSet().addRange(0, 31).addRange(127, 127)],
  ['digit', digit],
  ['graph', () => new CharSet().addRange(33, 126)],
  ['lower', () => new CharSet().addRange(97, 122)],
  ['print', () => new CharSet().addRange(32, 126)],
  ['punct', () => new CharSet().addRange(33, 47).addRange(58, 64).addRange(91, 96).addRange(123, 126)],
  ['space', space],
  ['upper', () => new CharSet().addRange(65, 90)],
  ['word', word],
  ['xdigit', () => digit().addRange(65, 70).addRange(97, 102)],
])

/** The class of `[:alpha:]` and the like. */
export function classOfName(name: string): CharSet | undefined {
  return byName.get(name)?.()
}

/** The class of `\p{Lu}` and the like; undefined for a property that is not known. */
export function classOfProperty(name: string, negated: boolean): CharSet | undefined {
  const turned = name.startsWith('^')
  const property = turned ? name.slice(1) : name
  const expression = property === 'Any' ? 'Any' : property === 'L&' ? 'LC' : property
  for (const form of [expression, `Script=${expression}`]) {
    try {
      return new CharSet().addProperty(new RegExp(`^\\p{${form}}$`, 'u'), negated !== turned)
    } catch {
      // Not the name of a property in this form.
    }
  }
  return undefined
}
