import type { XmlElement } from '@holdfast/kit/xml'

/** What is wrong with a document; `position` counts UTF-16 code units from its start. */
export class XccdfError extends Error {
  override readonly name = 'XccdfError'
  readonly position: number

  constructor(message: string, at: XmlElement) {
    super(message)
    this.position = at.position ?? 0
  }
}

/** An attribute that must be there. Throws XccdfError. */
export function required(element: XmlElement, name: string): string {
  const value = element.attributes.get(name)
  if (value === undefined || value === '') throw new XccdfError(`<${element.name}> has no attribute ${name}`, element)
  return value
}

/** One word of several; undefined where it is not given. Throws XccdfError. */
export function wordOf<const Word extends string>(
  element: XmlElement,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = element.attributes.get(name)
  if (value === undefined) return undefined
  const found = words.find((word) => word === value)
  if (found === undefined)
    throw new XccdfError(
      `<${element.name}> says ${name}="${value.slice(0, 64)}", which is none of ${words.join(', ')}`,
      element,
    )
  return found
}

/** True or false as XML Schema writes them. */
export function truthOf(element: XmlElement, name: string, fallback: boolean): boolean {
  const value = element.attributes.get(name)
  return value === undefined ? fallback : value === 'true' || value === '1'
}

/** A number from 0 on; undefined where it is not given. Throws XccdfError. */
export function weightOf(element: XmlElement): number | undefined {
  const value = element.attributes.get('weight')
  if (value === undefined) return undefined
  const weight = Number(value)
  if (!(weight >= 0) || !Number.isFinite(weight))
    throw new XccdfError(`the weight "${value.slice(0, 64)}" is none`, element)
  return weight
}
