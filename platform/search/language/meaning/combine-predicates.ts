import type { Equal, Predicate, Scalar } from './plan.ts'

export const always: Predicate = Object.freeze({ kind: 'constant', value: true })
export const never: Predicate = Object.freeze({ kind: 'constant', value: false })

/** All of them hold. None is always true. */
export function allOf(predicates: readonly Predicate[]): Predicate {
  const of: Predicate[] = []
  for (const predicate of predicates) {
    if (predicate.kind === 'constant') {
      if (!predicate.value) return never
    } else if (predicate.kind === 'all') {
      for (const inner of predicate.of) of.push(inner)
    } else {
      of.push(predicate)
    }
  }
  return of.length === 0 ? always : of.length === 1 ? of[0]! : Object.freeze({ kind: 'all', of: Object.freeze(of) })
}

/** One of them holds. None is never true. Equal conditions on one token become one condition with all the values. */
export function anyOf(predicates: readonly Predicate[]): Predicate {
  const of: Predicate[] = []
  const equals = new Map<string, { readonly index: number; readonly values: Set<Scalar> }>()
  const add = (predicate: Predicate): void => {
    if (predicate.kind !== 'equal') {
      of.push(predicate)
      return
    }
    const key = `${predicate.fold} ${predicate.token.fullName}`
    const known = equals.get(key)
    if (known) {
      for (const value of predicate.values) known.values.add(value)
    } else {
      equals.set(key, { index: of.length, values: new Set(predicate.values) })
      of.push(predicate)
    }
  }
  for (const predicate of predicates) {
    if (predicate.kind === 'constant') {
      if (predicate.value) return always
    } else if (predicate.kind === 'any') {
      for (const inner of predicate.of) add(inner)
    } else {
      add(predicate)
    }
  }
  for (const { index, values } of equals.values()) {
    const first = of[index] as Equal
    of[index] = Object.freeze({ ...first, values: Object.freeze([...values]) })
  }
  return of.length === 0 ? never : of.length === 1 ? of[0]! : Object.freeze({ kind: 'any', of: Object.freeze(of) })
}

/** It does not hold. */
export function notOf(predicate: Predicate): Predicate {
  if (predicate.kind === 'constant') return predicate.value ? never : always
  return predicate.kind === 'not' ? predicate.of : Object.freeze({ kind: 'not', of: predicate })
}
