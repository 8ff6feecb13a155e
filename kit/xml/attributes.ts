import type { XmlElement } from './element.ts'
import { XmlContentError } from './read-document.ts'

/** An attribute that must be there; it may be empty. Throws XmlContentError. */
export function requiredAttribute(element: XmlElement, name: string): string {
  const value = element.attributes.get(name)
  if (value === undefined) throw new XmlContentError(`<${element.name}> has no attribute ${name}`, element)
  return value
}

/** An attribute that must be there and say something. Throws XmlContentError. */
export function filledAttribute(element: XmlElement, name: string): string {
  const value = requiredAttribute(element, name)
  if (value === '') throw new XmlContentError(`<${element.name}> has no attribute ${name}`, element)
  return value
}

/** An attribute of a fixed vocabulary; undefined where it is not given. Throws XmlContentError for any other word. */
export function wordAttribute<const Word extends string>(
  element: XmlElement,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = element.attributes.get(name)
  if (value === undefined) return undefined
  const found = words.find((word) => word === value)
  if (found === undefined)
    throw new XmlContentError(
      `<${element.name}> says ${name}="${value.slice(0, 64)}", which is none of ${words.join(', ')}`,
      element,
    )
  return found
}

/** True or false as XML Schema writes them. */
export function truthAttribute(element: XmlElement, name: string, fallback: boolean): boolean {
  const value = element.attributes.get(name)
  return value === undefined ? fallback : value === 'true' || value === '1'
}
