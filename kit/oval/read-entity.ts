import { truthAttribute, wordAttribute, type XmlElement } from '@holdfast/kit/xml'
import { isNil } from './attributes.ts'
import type { Entity, Kind } from './model.ts'
import { checks, datatypes, existences, operations } from './words.ts'

/** An entity of an object or state. Throws XmlContentError. */
export function readEntity(element: XmlElement): Entity {
  return {
    // Fields of records are named by an attribute.
    name: element.name === 'field' ? (element.attributes.get('name') ?? element.name) : element.name,
    datatype: wordAttribute(element, 'datatype', datatypes) ?? 'string',
    operation: wordAttribute(element, 'operation', operations) ?? 'equals',
    value: element.text,
    variable: element.attributes.get('var_ref'),
    variableCheck: wordAttribute(element, 'var_check', checks) ?? 'all',
    entityCheck: wordAttribute(element, 'entity_check', checks) ?? 'all',
    existence: element.attributes.has('check_existence')
      ? (wordAttribute(element, 'check_existence', existences) ?? 'at_least_one_exists')
      : undefined,
    nil: isNil(element),
    mask: truthAttribute(element, 'mask', false),
    fields: element.children.filter(({ name }) => name === 'field').map(readEntity),
  }
}

/** What an element like `rpminfo_test` is of, by its namespace and name. */
export function kindOf(element: XmlElement, ending: string): Kind {
  const hash = element.namespace.lastIndexOf('#')
  return {
    schema: hash < 0 ? '' : element.namespace.slice(hash + 1),
    type: element.name.endsWith(ending) ? element.name.slice(0, -ending.length) : element.name,
  }
}
