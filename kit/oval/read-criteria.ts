import {
  childOf,
  childrenOf,
  requiredAttribute,
  truthAttribute,
  wordAttribute,
  XmlContentError,
  type XmlElement,
} from '@holdfast/kit/xml'
import type { Criteria, Criterion, Definition, Extend } from './model.ts'
import { definitionClasses, operators } from './words.ts'

/** A definition. Throws XmlContentError. */
export function readDefinition(element: XmlElement): Definition {
  const metadata = childOf(element, 'metadata')
  const criteria = childOf(element, 'criteria')
  return {
    id: requiredAttribute(element, 'id'),
    version: element.attributes.get('version') ?? '0',
    class: wordAttribute(element, 'class', definitionClasses) ?? 'miscellaneous',
    title: childOf(metadata, 'title')?.text.trim() ?? '',
    deprecated: truthAttribute(element, 'deprecated', false),
    references: childrenOf(metadata, 'reference').map((reference) => ({
      source: reference.attributes.get('source') ?? '',
      id: reference.attributes.get('ref_id') ?? '',
    })),
    criteria: criteria === undefined ? undefined : readCriteria(criteria),
  }
}

function readCriteria(element: XmlElement): Criteria {
  return {
    kind: 'criteria',
    operator: wordAttribute(element, 'operator', operators) ?? 'AND',
    ...common(element),
    children: element.children.flatMap((child): (Criteria | Criterion | Extend)[] => {
      switch (child.name) {
        case 'criteria':
          return [readCriteria(child)]
        case 'criterion':
          return [{ kind: 'criterion', test: requiredAttribute(child, 'test_ref'), ...common(child) }]
        case 'extend_definition':
          return [{ kind: 'extend', definition: requiredAttribute(child, 'definition_ref'), ...common(child) }]
        case 'notes':
          return []
      }
      throw new XmlContentError(`<${child.name}> is no part of criteria`, child)
    }),
  }
}

function common(element: XmlElement) {
  return {
    negate: truthAttribute(element, 'negate', false),
    applicabilityCheck: truthAttribute(element, 'applicability_check', false),
    comment: element.attributes.get('comment') ?? '',
  }
}
