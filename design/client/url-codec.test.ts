import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import {
  addressOf,
  parseSearch,
  readUrl,
  stringifySearch,
  urlChoice,
  urlNames,
  urlOptional,
  urlSort,
  urlText,
  writeUrl,
} from './url-codec.ts'

const codecs = {
  q: urlText(),
  tab: urlChoice(['evidence', 'fix'], 'evidence'),
  cols: urlNames(),
  row: urlOptional(),
  sort: urlSort({ column: 'risk', descending: true }),
}

it('what is written is read again', () => {
  const shape = {
    q: fc.string(),
    tab: fc.constantFrom('evidence' as const, 'fix' as const),
    cols: fc.option(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }), { nil: undefined }),
    row: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    sort: fc.record({ column: fc.stringMatching(/^[a-z]{1,8}$/), descending: fc.boolean() }, { noNullPrototype: true }),
  }
  const state = fc.record(shape, { noNullPrototype: true })
  fc.assert(
    fc.property(state, (given) => {
      const search = parseSearch(stringifySearch(writeUrl(codecs, given, {})))
      assert.deepEqual(readUrl(codecs, search), given)
    }),
  )
})

it('leaves out what is as usual, and keeps what others wrote', () => {
  const usual = readUrl(codecs, {})
  assert.deepEqual(writeUrl(codecs, usual, { tenant: 'nf' }), { tenant: 'nf' })
  assert.deepEqual(writeUrl(codecs, { ...usual, tab: 'fix' }, { q: 'old' }), { tab: 'fix' })
})

it('reads nonsense as usual', () => {
  assert.equal(readUrl(codecs, { tab: 'nowhere', q: 7, row: '' }).tab, 'evidence')
  assert.deepEqual(parseSearch('?a=%zz&&b'), { a: '%zz', b: '' })
})

it('a text that is usually something can be emptied', () => {
  const open = { q: urlText('status:open') }
  const search = writeUrl(open, { q: '' }, {})
  assert.deepEqual(readUrl(open, parseSearch(stringifySearch(search))), { q: '' })
  assert.deepEqual(readUrl(open, {}), { q: 'status:open' })
})

it('writes addresses one can read', () => {
  assert.equal(
    addressOf('/findings', { q: 'severity:critical and name:web*', row: undefined }),
    '/findings?q=severity:critical+and+name:web*',
  )
})
