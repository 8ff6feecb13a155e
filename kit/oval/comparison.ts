import type { Datatype, Operation, OvalResult } from './words.ts'

/** What a comparison says, and why where it could not be made. */
export interface Comparison {
  readonly result: OvalResult
  readonly problem?: string
}

/** Whether an order is as an operation wants it; undefined for an operation that asks for none. */
export function orderMeets(operation: Operation, order: number): boolean | undefined {
  switch (operation) {
    case 'equals':
      return order === 0
    case 'not equal':
      return order !== 0
    case 'greater than':
      return order > 0
    case 'greater than or equal':
      return order >= 0
    case 'less than':
      return order < 0
    case 'less than or equal':
      return order <= 0
    default:
      return undefined
  }
}

export function said(holds: boolean): Comparison {
  return { result: holds ? 'true' : 'false' }
}

export function notFor(operation: Operation, of: Datatype | 'addresses'): Comparison {
  return { result: 'error', problem: `"${operation}" is no operation of ${of}` }
}
