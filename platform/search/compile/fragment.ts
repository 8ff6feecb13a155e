/** A value on its way to the database. The same object used twice becomes one placeholder. */
export interface Parameter {
  readonly kind: 'parameter'
  readonly value: unknown
  /** The type it is cast to, so that plans do not depend on guesses. */
  readonly type: string
}

/** A piece of SQL: texts written by the project or an app, and parameters between them. Never user input in a text. */
export interface Fragment {
  readonly kind: 'fragment'
  readonly parts: readonly (string | Fragment | Parameter)[]
  /** Left out where nothing else in the statement is behind this alias. */
  readonly alias?: string
}

/** What `pg` takes. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** A value with its type: `param(5, 'integer')` is written `$1::integer`. */
export function param(value: unknown, type: string): Parameter {
  return Object.freeze({ kind: 'parameter', value, type })
}

/** SQL that an app declared (a column, a table): trusted, taken as it is. */
export function raw(text: string): Fragment {
  return Object.freeze({ kind: 'fragment', parts: [text] })
}

/** Writes SQL with fragments and parameters in between: sql`${raw(column)} = ${param(5, 'integer')}`. */
export function sql(texts: TemplateStringsArray, ...inserts: readonly (Fragment | Parameter)[]): Fragment {
  const parts = texts.flatMap((text, index) => (inserts[index] ? [text, inserts[index]] : [text]))
  return Object.freeze({ kind: 'fragment', parts })
}

/** An outer join that changes no number of rows: written only where the statement reads a column behind its alias. */
export function whereUsed(alias: string, joined: Fragment): Fragment {
  return Object.freeze({ kind: 'fragment', parts: [joined], alias })
}

/** Writes fragments one after the other with a text between them. */
export function join(fragments: readonly Fragment[], separator: string): Fragment {
  const parts = fragments.flatMap((fragment, index) => (index === 0 ? [fragment] : [separator, fragment]))
  return Object.freeze({ kind: 'fragment', parts })
}

/** Numbers the placeholders from `first` on, each as `$n::type`. */
export function render(fragment: Fragment, first = 1): Statement {
  const numbers = new Map<Parameter, number>()
  const texts: string[] = []
  for (const part of flatten(fragment)) {
    if (typeof part === 'string') {
      texts.push(part)
      continue
    }
    const number = numbers.get(part) ?? first + numbers.size
    numbers.set(part, number)
    texts.push(`$${number}::${part.type}`)
  }
  return { text: texts.join(''), values: Array.from(numbers.keys(), ({ value }) => value) }
}

/**
 * The parts that a tagged template takes: with kysely, `sql(parts.texts, ...parts.values)`. Casts are part of the
 * texts.
 */
export function templateParts(fragment: Fragment): {
  readonly texts: TemplateStringsArray
  readonly values: readonly unknown[]
} {
  const texts = ['']
  const values: unknown[] = []
  for (const part of flatten(fragment)) {
    if (typeof part === 'string') {
      texts[texts.length - 1] += part
    } else {
      values.push(part.value)
      texts.push(`::${part.type}`)
    }
  }
  return { texts: Object.assign(texts, { raw: texts }), values }
}

/** All texts and parameters in order. */
function* flatten(fragment: Fragment): Generator<string | Parameter> {
  const always = [...walk(fragment, ({ alias }) => alias === undefined)].filter((part) => typeof part === 'string')
  const text = always.join('')
  yield* walk(fragment, ({ alias }) => alias === undefined || new RegExp(`\\b${alias}\\.`).test(text))
}

/** The texts and parameters of the fragments that are wanted, in order, with a stack of its own. */
function* walk(fragment: Fragment, isWanted: (fragment: Fragment) => boolean): Generator<string | Parameter> {
  const waiting: (string | Fragment | Parameter)[] = [fragment]
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (typeof part === 'string' || part.kind === 'parameter') yield part
    else if (isWanted(part)) for (const inner of part.parts.toReversed()) waiting.push(inner)
  }
}
