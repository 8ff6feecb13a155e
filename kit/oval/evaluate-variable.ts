import { applyFunction, type FunctionContext, FunctionError, maxValues } from './apply-function.ts'
import type { Collected } from './characteristics.ts'
import { byOperator, Tally, weakestFlag } from './combine.ts'
import { compareValues } from './compare-values.ts'
import type { Component, OvalValue, Variable } from './model.ts'
import type { ExternalVariables } from './read-external-variables.ts'
import type { Step } from './request.ts'
import type { VariableResult } from './results.ts'
import type { Flag } from './words.ts'

/** What the value of a variable is made from. */
export interface VariableContext extends FunctionContext {
  readonly external: ExternalVariables
  variable(id: string): Step<VariableResult>
  collected(object: string): Step<Collected>
}

/** The values of a variable. Never throws: a variable without values says why. Source: OVAL Language Specification 5.11, section 5.2.8. */
export function* evaluateVariable(variable: Variable, context: VariableContext): Step<VariableResult> {
  switch (variable.kind) {
    case 'constant':
      return valued(variable.values.map((text) => ({ text, datatype: variable.datatype })))
    case 'external':
      return externalValue(variable, context)
    case 'local': {
      const { flag, values, message } = yield* evaluateComponent(variable.component, context)
      const cast = values.map(({ text }) => ({ text, datatype: variable.datatype }))
      const wrong = cast.find(({ text }) => !fits(text, variable.datatype))
      if (wrong !== undefined) return failed(`"${wrong.text.slice(0, 64)}" is no ${variable.datatype}`)
      return { flag: flag === 'complete' && cast.length === 0 ? 'does not exist' : flag, values: cast, message }
    }
  }
}

function valued(values: readonly OvalValue[]): VariableResult {
  return { flag: values.length === 0 ? 'does not exist' : 'complete', values, message: undefined }
}

function failed(message: string, flag: Flag = 'error'): VariableResult {
  return { flag, values: [], message }
}

function fits(text: string, datatype: OvalValue['datatype']): boolean {
  if (datatype === 'int') return /^\s*[+-]?\d+\s*$/.test(text)
  return datatype !== 'float' || /^\s*[+-]?(?:\d|\.\d|inf|nan)/i.test(text)
}

function externalValue(variable: Extract<Variable, { kind: 'external' }>, context: VariableContext): VariableResult {
  const given = context.external.get(variable.id)
  if (given === undefined) return failed(`no value was given for the external variable ${variable.id}`, 'not collected')
  const values = given.map(({ text }) => ({ text, datatype: variable.datatype }))
  const { possibleValues, restrictions } = variable
  const refused = values.find(({ text, datatype }) => {
    if (possibleValues.length === 0 && restrictions.length === 0) return false
    if (possibleValues.includes(text)) return false
    return !restrictions.some(({ operator, parts }) => {
      const results = parts.map((part) => compareValues(datatype, part.operation, part.value, text, context.patterns))
      return byOperator(Tally.of(results.map(({ result }) => result)), operator) === 'true'
    })
  })
  if (refused === undefined) return valued(values)
  return failed(`"${refused.text.slice(0, 64)}" is no possible value of the variable ${variable.id}`)
}

function* evaluateComponent(component: Component, context: VariableContext): Step<VariableResult> {
  switch (component.kind) {
    case 'literal':
      return valued([component.value])
    case 'variable':
      return yield* context.variable(component.variable)
    case 'object':
      return objectValue(component, yield* context.collected(component.object))
    case 'function': {
      const parts: VariableResult[] = []
      for (const part of component.parts) parts.push(yield* evaluateComponent(part, context))
      const flag = weakestFlag(parts.map((part) => part.flag))
      const message = parts.find((part) => part.message !== undefined)?.message
      const usable = flag === 'complete' || flag === 'incomplete'
      if (!usable) return { flag, values: [], message }
      try {
        const values = applyFunction(
          component,
          parts.map((part) => part.values),
          context,
        )
        return { flag, values, message }
      } catch (error) {
        if (!(error instanceof FunctionError)) throw error
        return failed(error.message)
      }
    }
  }
}

function objectValue(component: Extract<Component, { kind: 'object' }>, found: Collected): VariableResult {
  const { field, recordField, object } = component
  const values: OvalValue[] = []
  for (const item of found.items) {
    if (item.status !== 'exists') continue
    const entities = item.entities.filter(({ name }) => name === field)
    if (entities.length === 0) return failed(`an item of the object ${object} has no entity ${field}`)
    for (const entity of entities) {
      const isRecord = entity.datatype === 'record' || entity.fields.length > 0
      if (isRecord !== (recordField !== undefined))
        return failed(`the entity ${field} of the object ${object} is ${isRecord ? 'a' : 'no'} record`)
      const chosen = isRecord ? entity.fields.filter(({ name }) => name === recordField) : [entity]
      if (chosen.length === 0) return failed(`a record of the object ${object} has no field ${recordField}`)
      for (const { value, datatype, status } of chosen) if (status === 'exists') values.push({ text: value, datatype })
    }
    if (values.length > maxValues) return failed(`the object ${object} has more than ${maxValues} values`)
  }
  const message = found.messages[0]
  return { flag: found.flag, values, message }
}
