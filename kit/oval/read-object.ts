import {
  childOf,
  childrenOf,
  requiredAttribute,
  wordAttribute,
  XmlContentError,
  type XmlElement,
} from '@holdfast/kit/xml'
import type { Filter, ObjectSet, OvalObject, State, Test } from './model.ts'
import { kindOf, readEntity } from './read-entity.ts'
import { checks, existences, operators, setOperators } from './words.ts'

/** A test. Throws XmlContentError. */
export function readTest(element: XmlElement): Test {
  const check = wordAttribute(element, 'check', checks) ?? 'all'
  // The deprecated check "none exist" says what check_existence says since.
  const none = check === 'none exist'
  return {
    ...kindOf(element, '_test'),
    id: requiredAttribute(element, 'id'),
    version: element.attributes.get('version') ?? '0',
    check: none ? 'none satisfy' : check,
    existence: none ? 'none_exist' : (wordAttribute(element, 'check_existence', existences) ?? 'at_least_one_exists'),
    stateOperator: wordAttribute(element, 'state_operator', operators) ?? 'AND',
    comment: element.attributes.get('comment') ?? '',
    object: childOf(element, 'object')?.attributes.get('object_ref'),
    states: childrenOf(element, 'state').map((state) => requiredAttribute(state, 'state_ref')),
  }
}

/** An object. Throws XmlContentError. */
export function readObject(element: XmlElement): OvalObject {
  const set = element.children.find(isSet)
  return {
    ...kindOf(element, '_object'),
    id: requiredAttribute(element, 'id'),
    version: element.attributes.get('version') ?? '0',
    comment: element.attributes.get('comment') ?? '',
    entities: element.children.filter((child) => !isLanguage(child)).map(readEntity),
    behaviors: childOf(element, 'behaviors')?.attributes ?? new Map(),
    filters: childrenOf(element, 'filter').map(readFilter),
    set: set === undefined ? undefined : readSet(set, 0),
  }
}

/** A state. Throws XmlContentError. */
export function readState(element: XmlElement): State {
  return {
    ...kindOf(element, '_state'),
    id: requiredAttribute(element, 'id'),
    version: element.attributes.get('version') ?? '0',
    comment: element.attributes.get('comment') ?? '',
    operator: wordAttribute(element, 'operator', operators) ?? 'AND',
    entities: element.children.filter((child) => !isLanguage(child)).map(readEntity),
  }
}

function isSet({ name, children }: XmlElement): boolean {
  return name === 'set' && children.some((child) => child.name === 'object_reference' || child.name === 'set')
}

/** What the language says of every object and state, beside the entities of its kind. */
function isLanguage(element: XmlElement): boolean {
  return (
    isSet(element) ||
    element.name === 'behaviors' ||
    element.name === 'filter' ||
    element.name === 'notes' ||
    element.name === 'Signature'
  )
}

const maxSets = 64

function readSet(element: XmlElement, depth: number): ObjectSet {
  if (depth > maxSets) throw new XmlContentError(`sets nest deeper than ${maxSets}`, element)
  const sets = childrenOf(element, 'set').map((child) => readSet(child, depth + 1))
  const objects = childrenOf(element, 'object_reference').map(({ text }) => text.trim())
  const count = sets.length + objects.length
  if ((sets.length > 0 && objects.length > 0) || count === 0 || count > 2)
    throw new XmlContentError('a set joins one or two objects, or one or two sets', element)
  return {
    operator: wordAttribute(element, 'set_operator', setOperators) ?? 'UNION',
    sets,
    objects,
    filters: childrenOf(element, 'filter').map(readFilter),
  }
}

function readFilter(element: XmlElement): Filter {
  return { action: wordAttribute(element, 'action', ['include', 'exclude']) ?? 'exclude', state: element.text.trim() }
}
