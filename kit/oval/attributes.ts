import type { XmlElement } from '@holdfast/kit/xml'

/** What is wrong with a document; `position` counts UTF-16 code units from its start. */
export class OvalError extends Error {
  override readonly name = 'OvalError'
  readonly position: number

  constructor(message: string, at: XmlElement) {
    super(message)
    this.position = at.position ?? 0
  }
}

/** An attribute that must be there. Throws OvalError. */
export function required(element: XmlElement, name: string): string {
  const value = element.attributes.get(name)
  if (value === undefined) throw new OvalError(`<${element.name}> has no attribute ${name}`, element)
  return value
}

/** An attribute of a fixed vocabulary. Throws OvalError for any other word. */
export function oneOf<const Word extends string>(
  element: XmlElement,
  name: string,
  words: readonly Word[],
  fallback: Word,
): Word {
  const value = element.attributes.get(name)
  if (value === undefined) return fallback
  const found = words.find((word) => word === value)
  if (found === undefined)
    throw new OvalError(
      `<${element.name}> says ${name}="${value.slice(0, 64)}", which is none of ${words.join(', ')}`,
      element,
    )
  return found
}

export function yes(element: XmlElement, name: string): boolean {
  const value = element.attributes.get(name)
  return value === 'true' || value === '1'
}

/** An attribute that is a whole number. Throws OvalError. */
export function wholeNumber(element: XmlElement, name: string): number {
  const value = required(element, name)
  if (!/^[+-]?\d{1,15}$/.test(value.trim()))
    throw new OvalError(`<${element.name}> says ${name}="${value.slice(0, 64)}", which is no whole number`, element)
  return Number(value)
}

/** `xsi:nil`, whatever the prefix. */
export function isNil(element: XmlElement): boolean {
  for (const [name, value] of element.attributes)
    if ((name === 'nil' || name.endsWith(':nil')) && (value === 'true' || value === '1')) return true
  return false
}
