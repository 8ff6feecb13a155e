import { requiredAttribute, XmlContentError, type XmlElement } from '@holdfast/kit/xml'

/** An attribute that is a whole number. Throws XmlContentError. */
export function wholeNumber(element: XmlElement, name: string): number {
  const value = requiredAttribute(element, name)
  if (!/^[+-]?\d{1,15}$/.test(value.trim()))
    throw new XmlContentError(
      `<${element.name}> says ${name}="${value.slice(0, 64)}", which is no whole number`,
      element,
    )
  return Number(value)
}

/** `xsi:nil`, whatever the prefix. */
export function isNil(element: XmlElement): boolean {
  for (const [name, value] of element.attributes)
    if ((name === 'nil' || name.endsWith(':nil')) && (value === 'true' || value === '1')) return true
  return false
}
