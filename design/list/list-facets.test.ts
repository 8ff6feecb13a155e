import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { EntityLanguage } from '../client/entity-language.ts'
import { toFacets } from './list-facets.ts'

const language = {
  picked: (query: string, field: string) => (query.startsWith(field) ? query.slice(field.length + 1).split(',') : []),
  valuesOf: (field: string) => (field === 'severity' ? ['high', 'low'] : []),
  labelOf: (_: string, value: string) => value.toUpperCase(),
} as unknown as EntityLanguage

it('ticks what the query picks, also where nothing is left of it', () => {
  const counted = [{ token: 'status', values: [{ value: 'new', count: 3 }] }]
  const [facet] = toFacets([{ token: 'status', label: 'Status' }], counted, language, 'status:new,gone')
  assert.deepEqual(
    facet?.values.map(({ value, said, count, chosen }) => [value, said, count, chosen]),
    [
      ['new', 'NEW', 3, true],
      ['gone', 'GONE', undefined, true],
    ],
  )
})

it('keeps the order that the screen asked for, and shows a facet that nothing was counted of', () => {
  const facets = toFacets(
    [
      { token: 'b', label: 'B' },
      { token: 'a', label: 'A' },
    ],
    [{ token: 'a', values: [] }],
    language,
    '',
  )
  assert.deepEqual(
    facets.map(({ id, values }) => [id, values.length]),
    [
      ['b', 0],
      ['a', 0],
    ],
  )
})

it('shows every value of a fixed set, also those that nothing has', () => {
  const counted = [{ token: 'severity', values: [{ value: 'low', count: 2 }] }]
  const [facet] = toFacets([{ token: 'severity', label: 'Severity' }], counted, language, '')
  assert.deepEqual(
    facet?.values.map(({ value, count }) => [value, count]),
    [
      ['high', 0],
      ['low', 2],
    ],
  )
})
