import {
  childOf,
  childrenOf,
  readXmlDocument,
  requiredAttribute,
  wordAttribute,
  type XmlDocument,
} from '@holdfast/kit/xml'
import type { OvalValue } from './model.ts'
import { datatypes } from './words.ts'

/** Values for external variables, by id. */
export type ExternalVariables = ReadonlyMap<string, readonly OvalValue[]>

/** Reads a document of OVAL variables. Never throws. Source: OVAL Language Specification 5.11, section 4.4. */
export function readExternalVariables(text: string): XmlDocument<{ readonly variables: ExternalVariables }> {
  return readXmlDocument(text, ['oval_variables'], (root) => {
    const variables = new Map<string, OvalValue[]>()
    for (const element of childrenOf(childOf(root, 'variables'), 'variable')) {
      const id = requiredAttribute(element, 'id')
      const datatype = wordAttribute(element, 'datatype', datatypes) ?? 'string'
      const values = childrenOf(element, 'value').map((value) => ({ text: value.text, datatype }))
      variables.set(id, [...(variables.get(id) ?? []), ...values])
    }
    return { variables }
  })
}
