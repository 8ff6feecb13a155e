import assert from 'node:assert/strict'
import { it } from 'node:test'
import { differs, sortText, viewAddress } from './view-state.ts'

const view = { query: 'status:open', sort: null, columns: ['name', 'risk'], facets: null }

it('a view is changed by another query, order or columns, and by nothing else', () => {
  const same = { query: ' status:open', sort: '-risk', columns: ['name', 'risk'], facets: ['status'] }
  assert.equal(differs(view, same, '-risk'), false)
  assert.equal(differs(view, { ...same, query: '' }, '-risk'), true)
  assert.equal(differs(view, { ...same, sort: 'risk' }, '-risk'), true)
  assert.equal(differs(view, { ...same, columns: ['risk', 'name'] }, '-risk'), true)
  assert.equal(differs(view, { ...same, columns: null }, '-risk'), true)
  // Open facets count where the view tells them.
  const told = { ...view, facets: ['status', 'severity'] }
  assert.equal(differs(told, same, '-risk'), true)
  assert.equal(differs(told, { ...same, facets: ['status', 'severity'] }, '-risk'), false)
})

it('the address of a view says all of it', () => {
  const kept = {
    ...view,
    id: 'view_1',
    name: 'Mine',
    mine: true,
    visibility: 'private',
    unit: null,
    unitName: null,
    begins: false,
    facets: ['status'],
    favourite: false,
    isDefault: false,
    problem: null,
    version: 1,
  } as const
  assert.deepEqual(viewAddress(kept), {
    q: 'status:open',
    sort: undefined,
    cols: 'name,risk',
    facets: 'status',
    view: 'view_1',
  })
  assert.equal(viewAddress({ ...kept, query: '' }).q, '*')
  assert.equal(sortText({ column: 'risk', descending: true }), '-risk')
})
