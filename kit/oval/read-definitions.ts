import {
  childOf,
  readXmlDocument,
  requiredAttribute,
  XmlContentError,
  type XmlDocument,
  type XmlElement,
} from '@holdfast/kit/xml'
import type { OvalDefinitions } from './model.ts'
import { readDefinition } from './read-criteria.ts'
import { readObject, readState, readTest } from './read-object.ts'
import { readVariable } from './read-variable.ts'

/** Reads a document of OVAL definitions. Never throws. Source: OVAL Language Specification 5.11, section 4.3. */
export function readOvalDefinitions(text: string): XmlDocument<{ readonly definitions: OvalDefinitions }> {
  return readXmlDocument(text, ['oval_definitions'], (root) => ({ definitions: definitionsOf(root, text) }))
}

/** The model of an `<oval_definitions>` element, which may stand within another document: `text` is that document. Throws XmlContentError. */
export function definitionsOf(root: XmlElement, text: string): OvalDefinitions {
  return {
    schemaVersion: schemaVersionOf(root),
    definitions: byId(childOf(root, 'definitions'), readDefinition),
    tests: byId(childOf(root, 'tests'), readTest),
    objects: byId(childOf(root, 'objects'), readObject),
    states: byId(childOf(root, 'states'), readState),
    variables: byId(childOf(root, 'variables'), readVariable),
    source: text.slice(root.position ?? 0),
  }
}

/** The version of the language that a document says it is written in. */
export function schemaVersionOf(root: XmlElement): string {
  return childOf(childOf(root, 'generator'), 'schema_version')?.text.trim() ?? ''
}

function byId<T extends { readonly id: string }>(
  section: XmlElement | undefined,
  read: (element: XmlElement) => T,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  for (const element of section?.children ?? []) {
    const id = requiredAttribute(element, 'id')
    if (found.has(id)) throw new XmlContentError(`the id ${id.slice(0, 128)} is given twice`, element)
    found.set(id, read(element))
  }
  return found
}
