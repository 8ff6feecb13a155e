import { XmlContentError, type XmlElement } from '@holdfast/kit/xml'

/** A number from 0 on; undefined where it is not given. Throws XmlContentError. */
export function weightOf(element: XmlElement): number | undefined {
  const value = element.attributes.get('weight')
  if (value === undefined) return undefined
  const weight = Number(value)
  if (!(weight >= 0) || !Number.isFinite(weight))
    throw new XmlContentError(`the weight "${value.slice(0, 64)}" is none`, element)
  return weight
}
