import { childOf, childrenOf, type XmlElement } from '@holdfast/kit/xml'
import { OvalError, oneOf, required, yes } from './attributes.ts'
import type { Criteria, Criterion, Definition, Extend } from './model.ts'
import { definitionClasses, operators } from './words.ts'

/** A definition. Throws OvalError. */
export function readDefinition(element: XmlElement): Definition {
  const metadata = childOf(element, 'metadata')
  const criteria = childOf(element, 'criteria')
  return {
    id: required(element, 'id'),
    version: element.attributes.get('version') ?? '0',
    class: oneOf(element, 'class', definitionClasses, 'miscellaneous'),
    title: childOf(metadata, 'title')?.text.trim() ?? '',
    deprecated: yes(element, 'deprecated'),
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
    operator: oneOf(element, 'operator', operators, 'AND'),
    ...common(element),
    children: element.children.flatMap((child): (Criteria | Criterion | Extend)[] => {
      switch (child.name) {
        case 'criteria':
          return [readCriteria(child)]
        case 'criterion':
          return [{ kind: 'criterion', test: required(child, 'test_ref'), ...common(child) }]
        case 'extend_definition':
          return [{ kind: 'extend', definition: required(child, 'definition_ref'), ...common(child) }]
        case 'notes':
          return []
      }
      throw new OvalError(`<${child.name}> is no part of criteria`, child)
    }),
  }
}

function common(element: XmlElement) {
  return {
    negate: yes(element, 'negate'),
    applicabilityCheck: yes(element, 'applicability_check'),
    comment: element.attributes.get('comment') ?? '',
  }
}
