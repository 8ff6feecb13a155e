import assert from 'node:assert/strict'
import { it } from 'node:test'
import { differs, sortText, viewAddress } from './view-state.ts'

const view = { query: 'status:open', sort: null, columns: ['name', 'risk'] }

it('a view is changed by another query, order or columns, and by nothing else', () => {
  const same = { query: ' status:open', sort: '-risk', columns: ['name', 'risk'] }
  assert.equal(differs(view, same, '-risk'), false)
  assert.equal(differs(view, { ...same, query: '' }, '-risk'), true)
  assert.equal(differs(view, { ...same, sort: 'risk' }, '-risk'), true)
  assert.equal(differs(view, { ...same, columns: ['risk', 'name'] }, '-risk'), true)
  assert.equal(differs(view, { ...same, columns: null }, '-risk'), true)
})

it('the address of a view says all of it', () => {
  const kept = {
    ...view,
    id: 'view_1',
    name: 'Mine',
    mine: true,
    visibility: 'private',
    favourite: false,
    isDefault: false,
    problem: null,
    version: 1,
  } as const
  assert.deepEqual(viewAddress(kept), { q: 'status:open', sort: undefined, cols: 'name,risk', view: 'view_1' })
  assert.equal(viewAddress({ ...kept, query: '' }).q, '*')
  assert.equal(sortText({ column: 'risk', descending: true }), '-risk')
})
