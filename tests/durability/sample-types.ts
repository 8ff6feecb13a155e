import { defineEvent, defineFact } from '@holdfast/platform/contract'
import { type AssetRecord, type EventRecord, type FactsRecord, toInstant } from '@holdfast/platform/envelope'
import Type from 'typebox'

/** What the sources of these tests speak of: a counter that only grows, and an event for each step. */
export const counter = defineFact('durability', {
  name: 'durability.counter',
  version: 1,
  title: 'Counter',
  summary: 'How far a source has counted.',
  about: ['host'],
  key: ['name'],
  dataClass: 'state',
  keepFor: 'P30D',
  schema: Type.Object({
    name: Type.String({ description: 'Name.' }),
    value: Type.Integer({ description: 'Value.' }),
  }),
  example: { name: 'steps', value: 1 },
})

export const step = defineEvent('durability', {
  name: 'durability.step',
  version: 1,
  title: 'Step',
  summary: 'The source counted on.',
  dataClass: 'activity',
  keepFor: 'P30D',
  schema: Type.Object({ value: Type.Integer({ description: 'Value.' }) }),
  example: { value: 1 },
})

export function introduction(name: string): AssetRecord {
  return { type: 'asset', ref: 'self', kind: 'host', name, identifiers: [{ kind: 'machine-id', value: name }] }
}

/** The records of one step: an event, and the counter as the first or a later statement. */
export function stepRecords(value: number): (EventRecord | FactsRecord)[] {
  const at = toInstant(Date.now())
  const facts = {
    type: 'facts',
    about: 'self',
    fact: counter.name,
    version: 1,
    scope: '',
    complete: true,
    gone: [],
  } as const
  return [
    { type: 'event', about: 'self', event: step.name, version: 1, at, body: { value } },
    { ...facts, mode: value === 1 ? 'full' : 'delta', observedAt: at, set: { steps: { name: 'steps', value } } },
  ]
}
