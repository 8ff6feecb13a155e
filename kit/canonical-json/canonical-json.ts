/**
 * The canonical text of a JSON value (RFC 8785): no white space, object keys in the order of their UTF-16 code units, numbers as
 * ECMAScript prints them. Properties that are `undefined` are left out, as in JSON.
 * Throws a TypeError with the place (`$.a[3]`) for what JSON cannot say: NaN, infinities, lone surrogates, functions, bigint, cycles and
 * objects that are no plain objects.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$', 0)
}

/** Deeper values are refused: they come from a mistake or from hostile input. */
const maxDepth = 200
const loneSurrogate = /\p{Surrogate}/u

function write(value: unknown, place: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      if (loneSurrogate.test(value))
        throw new TypeError(`${place}: a string with a lone surrogate has no canonical JSON`)
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${place}: ${value} is no JSON number`)
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth >= maxDepth) throw new TypeError(`${place}: nested deeper than ${maxDepth} levels, or in a circle`)
      return Array.isArray(value) ? writeArray(value, place, depth) : writeObject(value, place, depth)
    default:
      throw new TypeError(`${place}: JSON has no ${typeof value}`)
  }
}

function writeArray(values: readonly unknown[], place: string, depth: number): string {
  return `[${values.map((value, index) => write(value, `${place}[${index}]`, depth + 1)).join(',')}]`
}

function writeObject(value: object, place: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) throw new TypeError(`${place}: is no plain object`)
  const members: string[] = []
  // The default order of sort() is that of UTF-16 code units, as the RFC wants it.
  for (const key of Object.keys(value).sort()) {
    const member: unknown = (value as Record<string, unknown>)[key]
    if (member === undefined) continue
    members.push(`${write(key, `${place} (a key)`, depth)}:${write(member, `${place}.${key}`, depth + 1)}`)
  }
  return `{${members.join(',')}}`
}
