import {
  childOf,
  childrenOf,
  filledAttribute,
  truthAttribute,
  wordAttribute,
  XmlContentError,
  type XmlElement,
} from '@holdfast/kit/xml'
import type { Check, ComplexCheck } from './model.ts'

/** A check of a rule. Throws XmlContentError. */
export function readCheck(element: XmlElement): Check {
  return {
    kind: 'check',
    system: filledAttribute(element, 'system'),
    selector: element.attributes.get('selector') ?? '',
    negate: truthAttribute(element, 'negate', false),
    multiple: truthAttribute(element, 'multi-check', false),
    references: childrenOf(element, 'check-content-ref').map((reference) => ({
      href: filledAttribute(reference, 'href'),
      name: reference.attributes.get('name'),
    })),
    exports: childrenOf(element, 'check-export').map((one) => ({
      value: filledAttribute(one, 'value-id'),
      name: filledAttribute(one, 'export-name'),
    })),
    content: childOf(element, 'check-content')?.text.trim() ?? '',
  }
}

const maxDepth = 100

/** Checks that are joined by an operator. Throws XmlContentError. */
export function readComplexCheck(element: XmlElement, depth: number): ComplexCheck {
  if (depth > maxDepth) throw new XmlContentError(`complex checks nest deeper than ${maxDepth}`, element)
  return {
    kind: 'complex',
    operator: wordAttribute(element, 'operator', ['AND', 'OR']) ?? 'AND',
    negate: truthAttribute(element, 'negate', false),
    parts: element.children.map((child) => {
      if (child.name === 'check') return readCheck(child)
      if (child.name === 'complex-check') return readComplexCheck(child, depth + 1)
      throw new XmlContentError(`<${child.name}> is no part of a complex check`, child)
    }),
  }
}
