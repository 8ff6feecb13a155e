/** What rules ask of a finding, as data. A leaf names a field and one test. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly field: string; readonly atLeast: number }
  | { readonly field: string; readonly below: number }
  | { readonly field: string; readonly is: boolean }
  /** Equal to one of these; `*` stands for any characters, upper and lower case are alike. */
  | { readonly field: string; readonly in: readonly string[] }
  /** A list that holds one of these, or all of them. */
  | { readonly field: string; readonly has: readonly string[] }
  | { readonly field: string; readonly hasAll: readonly string[] }

/** What is known of a finding, by field. Absent: not known. */
export type Subject = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** `unknown` is no `no`: "not exploited" does not hold of what nobody has looked at. */
export type Answer = 'yes' | 'no' | 'unknown'

export interface Asked {
  readonly answer: Answer
  /** Fields that were asked and are not known. */
  readonly unknown: readonly string[]
}

/** Asks a condition of a finding, in the three-valued logic of Kleene. */
export function ask(condition: Condition, subject: Subject): Asked {
  if ('all' in condition) return together(condition.all, subject, 'no', 'yes')
  if ('any' in condition) return together(condition.any, subject, 'yes', 'no')
  if ('not' in condition) {
    const { answer, unknown } = ask(condition.not, subject)
    return { answer: answer === 'unknown' ? answer : answer === 'yes' ? 'no' : 'yes', unknown }
  }
  const value = Object.hasOwn(subject, condition.field) ? subject[condition.field] : undefined
  if (value === undefined) return { answer: 'unknown', unknown: [condition.field] }
  return { answer: holds(condition, value) ? 'yes' : 'no', unknown: [] }
}

function together(parts: readonly Condition[], subject: Subject, decides: Answer, otherwise: Answer): Asked {
  const asked = parts.map((part) => ask(part, subject))
  if (asked.some(({ answer }) => answer === decides)) return { answer: decides, unknown: [] }
  const open = asked.filter(({ answer }) => answer === 'unknown')
  if (open.length === 0) return { answer: otherwise, unknown: [] }
  return { answer: 'unknown', unknown: [...new Set(open.flatMap(({ unknown }) => unknown))].sort() }
}

type Leaf = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>

function holds(leaf: Leaf, value: NonNullable<Subject[string]>): boolean {
  if ('atLeast' in leaf) return typeof value === 'number' && value >= leaf.atLeast
  if ('below' in leaf) return typeof value === 'number' && value < leaf.below
  if ('is' in leaf) return value === leaf.is
  const texts = typeof value === 'object' ? value : [String(value)]
  if ('in' in leaf) return texts.some((text) => leaf.in.some((pattern) => isLike(text, pattern)))
  if ('has' in leaf) return leaf.has.some((pattern) => texts.some((text) => isLike(text, pattern)))
  return leaf.hasAll.every((pattern) => texts.some((text) => isLike(text, pattern)))
}

/** Whether a text is like a pattern in which `*` stands for any characters: in time proportional to both, whatever they are. */
export function isLike(text: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split('*')
  const subject = text.toLowerCase()
  const [first = ''] = parts
  if (parts.length === 1) return subject === first
  const last = parts.at(-1) ?? ''
  if (!subject.startsWith(first) || subject.length < first.length + last.length || !subject.endsWith(last)) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = subject.indexOf(part, at)
    if (found < 0 || found + part.length > subject.length - last.length) return false
    at = found + part.length
  }
  return true
}
