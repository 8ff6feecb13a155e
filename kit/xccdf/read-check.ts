import { childOf, childrenOf, type XmlElement } from '@holdfast/kit/xml'
import { required, truthOf, wordOf, XccdfError } from './attributes.ts'
import type { Check, ComplexCheck } from './model.ts'

/** A check of a rule. Throws XccdfError. */
export function readCheck(element: XmlElement): Check {
  return {
    kind: 'check',
    system: required(element, 'system'),
    selector: element.attributes.get('selector') ?? '',
    negate: truthOf(element, 'negate', false),
    multiple: truthOf(element, 'multi-check', false),
    references: childrenOf(element, 'check-content-ref').map((reference) => ({
      href: required(reference, 'href'),
      name: reference.attributes.get('name'),
    })),
    exports: childrenOf(element, 'check-export').map((one) => ({
      value: required(one, 'value-id'),
      name: required(one, 'export-name'),
    })),
    content: childOf(element, 'check-content')?.text.trim() ?? '',
  }
}

const maxDepth = 100

/** Checks that are joined by an operator. Throws XccdfError. */
export function readComplexCheck(element: XmlElement, depth: number): ComplexCheck {
  if (depth > maxDepth) throw new XccdfError(`complex checks nest deeper than ${maxDepth}`, element)
  return {
    kind: 'complex',
    operator: wordOf(element, 'operator', ['AND', 'OR']) ?? 'AND',
    negate: truthOf(element, 'negate', false),
    parts: element.children.map((child) => {
      if (child.name === 'check') return readCheck(child)
      if (child.name === 'complex-check') return readComplexCheck(child, depth + 1)
      throw new XccdfError(`<${child.name}> is no part of a complex check`, child)
    }),
  }
}
