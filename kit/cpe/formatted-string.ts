import { type CpeName, type CpeReading, cpeAttributes, maxNameLength, problemOfValue } from './cpe-name.ts'

/** Reads a formatted string, `cpe:2.3:a:vendor:product:…` with eleven values. Never throws. Source: NISTIR 7695, section 6.2. */
export function readFormattedString(text: string): CpeReading {
  const fail = (message: string, position: number): CpeReading => ({ ok: false, problem: { message, position } })
  if (!/^cpe:2\.3:/i.test(text)) return fail('the name does not begin with cpe:2.3:', 0)
  if (text.length > maxNameLength) return fail(`the name is longer than ${maxNameLength} characters`, maxNameLength)
  const values: string[] = []
  let position = 8
  for (const value of text.slice(8).split(/(?<=(?<!\\)(?:\\\\)*):/)) {
    const attribute = cpeAttributes[values.length]
    if (attribute === undefined) return fail('the name has more than eleven values', position)
    const plain = value.toLowerCase()
    const problem = problemOfValue(attribute, plain)
    if (problem !== undefined) return fail(problem, position)
    values.push(plain)
    position += value.length + 1
  }
  if (values.length < cpeAttributes.length) return fail('the name has fewer than eleven values', text.length)
  return { ok: true, name: nameOf(values) }
}

export function writeFormattedString(name: CpeName): string {
  return `cpe:2.3:${cpeAttributes.map((attribute) => name[attribute]).join(':')}`
}

/** A name from its values in order; those that are left out are any. */
export function nameOf(values: readonly (string | undefined)[]): CpeName {
  return Object.fromEntries(cpeAttributes.map((attribute, index) => [attribute, values[index] ?? '*'])) as CpeName
}
