import type { Collected } from './characteristics.ts'
import type { OvalValue } from './model.ts'
import type { Flag, OvalResult } from './words.ts'

/** A criteria with the results of its parts. */
export type CriteriaResult =
  | {
      readonly kind: 'criteria'
      readonly operator: string
      readonly negate: boolean
      readonly applicabilityCheck: boolean
      readonly result: OvalResult
      readonly children: readonly CriteriaResult[]
    }
  | {
      readonly kind: 'criterion'
      readonly test: string
      readonly version: string
      readonly negate: boolean
      readonly applicabilityCheck: boolean
      readonly result: OvalResult
    }
  | {
      readonly kind: 'extend'
      readonly definition: string
      readonly version: string
      readonly negate: boolean
      readonly applicabilityCheck: boolean
      readonly result: OvalResult
    }

export interface DefinitionResult {
  readonly id: string
  readonly result: OvalResult
  readonly criteria: CriteriaResult | undefined
  readonly messages: readonly string[]
}

export interface TestedItem {
  readonly item: string
  readonly result: OvalResult
}

export interface TestResult {
  readonly id: string
  readonly result: OvalResult
  readonly items: readonly TestedItem[]
  /** The values of the variables that the test used. */
  readonly variables: readonly { readonly id: string; readonly value: string }[]
  readonly messages: readonly string[]
}

export interface VariableResult {
  readonly flag: Flag
  readonly values: readonly OvalValue[]
  readonly message: string | undefined
}

/** What an evaluation found, with all that it found it from. */
export interface OvalResults {
  readonly definitions: ReadonlyMap<string, DefinitionResult>
  readonly tests: ReadonlyMap<string, TestResult>
  readonly objects: ReadonlyMap<string, Collected>
}
