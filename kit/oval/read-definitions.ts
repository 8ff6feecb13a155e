import { childOf, parseXml, placeIn, type XmlElement } from '@holdfast/kit/xml'
import { OvalError, required } from './attributes.ts'
import type { OvalDefinitions } from './model.ts'
import { readDefinition } from './read-criteria.ts'
import { readObject, readState, readTest } from './read-object.ts'
import { readVariable } from './read-variable.ts'

/** What keeps a document from being read; line and column count from 1. */
export interface OvalProblem {
  readonly message: string
  readonly line: number
  readonly column: number
}

export type OvalReading<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: OvalProblem }

/** Reads a document of OVAL definitions. Never throws. Source: OVAL Language Specification 5.11, section 4.3. */
export function readOvalDefinitions(text: string): OvalReading<{ readonly definitions: OvalDefinitions }> {
  return readDocument(text, 'oval_definitions', (root) => ({ definitions: definitionsOf(root, text) }))
}

/** Parses a document and makes something of its root element, with the place of what is wrong. */
export function readDocument<T>(text: string, name: string, make: (root: XmlElement) => T): OvalReading<T> {
  const reading = parseXml(text)
  if (!reading.ok) return { ok: false, problem: problemAt(text, reading.problem.message, reading.problem.position) }
  const { root } = reading
  if (root.name !== name)
    return { ok: false, problem: problemAt(text, `the document is <${root.name}>, not <${name}>`, root.position ?? 0) }
  try {
    return { ok: true, ...make(root) }
  } catch (error) {
    if (!(error instanceof OvalError)) throw error
    return { ok: false, problem: problemAt(text, error.message, error.position) }
  }
}

function problemAt(text: string, message: string, position: number): OvalProblem {
  return { message, ...placeIn(text, position) }
}

/** The model of an `<oval_definitions>` element, which may stand within another document: `text` is that document. Throws OvalError. */
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
    const id = required(element, 'id')
    if (found.has(id)) throw new OvalError(`the id ${id.slice(0, 128)} is given twice`, element)
    found.set(id, read(element))
  }
  return found
}
