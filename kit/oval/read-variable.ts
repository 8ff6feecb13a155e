import {
  childrenOf,
  requiredAttribute,
  truthAttribute,
  wordAttribute,
  XmlContentError,
  type XmlElement,
} from '@holdfast/kit/xml'
import { wholeNumber } from './attributes.ts'
import type { Component, OvalFunction, Variable } from './model.ts'
import { datatypes, dateFormats, operations, operators } from './words.ts'

/** A variable. Throws XmlContentError. */
export function readVariable(element: XmlElement): Variable {
  const common = {
    id: requiredAttribute(element, 'id'),
    version: element.attributes.get('version') ?? '0',
    datatype: wordAttribute(element, 'datatype', datatypes) ?? 'string',
    comment: element.attributes.get('comment') ?? '',
  }
  switch (element.name) {
    case 'constant_variable':
      return { ...common, kind: 'constant', values: childrenOf(element, 'value').map(({ text }) => text) }
    case 'external_variable':
      return {
        ...common,
        kind: 'external',
        possibleValues: childrenOf(element, 'possible_value').map(({ text }) => text),
        restrictions: childrenOf(element, 'possible_restriction').map((restriction) => ({
          operator: wordAttribute(restriction, 'operator', operators) ?? 'AND',
          parts: childrenOf(restriction, 'restriction').map((part) => ({
            operation: wordAttribute(part, 'operation', operations) ?? 'equals',
            value: part.text,
          })),
        })),
      }
    case 'local_variable': {
      const [component] = componentsOf(element, 0)
      if (component === undefined) throw new XmlContentError('a local variable says nothing of its value', element)
      return { ...common, kind: 'local', component }
    }
  }
  throw new XmlContentError(`<${element.name}> is no variable`, element)
}

const maxDepth = 100

function componentsOf(element: XmlElement, depth: number): readonly Component[] {
  if (depth > maxDepth) throw new XmlContentError(`functions nest deeper than ${maxDepth}`, element)
  return element.children.filter(({ name }) => name !== 'notes').map((child) => readComponent(child, depth))
}

function readComponent(element: XmlElement, depth: number): Component {
  switch (element.name) {
    case 'literal_component':
      return {
        kind: 'literal',
        value: { text: element.text, datatype: wordAttribute(element, 'datatype', datatypes) ?? 'string' },
      }
    case 'object_component':
      return {
        kind: 'object',
        object: requiredAttribute(element, 'object_ref'),
        field: requiredAttribute(element, 'item_field'),
        recordField: element.attributes.get('record_field'),
      }
    case 'variable_component':
      return { kind: 'variable', variable: requiredAttribute(element, 'var_ref') }
  }
  const parts = componentsOf(element, depth + 1)
  if (parts.length === 0) throw new XmlContentError(`the function ${element.name} has nothing to work on`, element)
  return { kind: 'function', parts, ...functionOf(element) } as OvalFunction
}

function functionOf(element: XmlElement) {
  const { name } = element
  switch (name) {
    case 'arithmetic':
      requiredAttribute(element, 'arithmetic_operation')
      return { name, operation: wordAttribute(element, 'arithmetic_operation', ['add', 'multiply']) ?? 'add' }
    case 'begin':
    case 'end':
      return { name, character: requiredAttribute(element, 'character') }
    case 'concat':
    case 'escape_regex':
    case 'count':
    case 'unique':
    case 'merge':
      return { name }
    case 'split':
      return { name, delimiter: requiredAttribute(element, 'delimiter') }
    case 'substring':
      return { name, start: wholeNumber(element, 'substring_start'), length: wholeNumber(element, 'substring_length') }
    case 'time_difference':
      return {
        name,
        first: wordAttribute(element, 'format_1', dateFormats) ?? 'year_month_day',
        second: wordAttribute(element, 'format_2', dateFormats) ?? 'year_month_day',
      }
    case 'regex_capture':
      return { name, pattern: requiredAttribute(element, 'pattern') }
    case 'glob_to_regex':
      return { name, noEscape: truthAttribute(element, 'glob_noescape', false) }
  }
  throw new XmlContentError(`the function ${name} is not known`, element)
}
