import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import {
  allSelected,
  countSelected,
  isSelected,
  nothingSelected,
  selectionExtent,
  setSelected,
  toggleSelected,
} from './selection.ts'

const rows = Array.from({ length: 12 }, (_, at) => `r${at}`)

it('agrees with a plain set of rows, whatever is done', () => {
  const step = fc.oneof(
    fc.record({
      does: fc.constant('toggle' as const),
      ids: fc.subarray(rows, { minLength: 1, maxLength: 1 }),
      chosen: fc.boolean(),
    }),
    fc.record({ does: fc.constant('set' as const), ids: fc.subarray(rows), chosen: fc.boolean() }),
    fc.record({
      does: fc.constantFrom('all' as const, 'none' as const),
      ids: fc.constant([] as string[]),
      chosen: fc.boolean(),
    }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let selection = nothingSelected
      let model = new Set<string>()
      for (const { does, ids, chosen } of steps) {
        if (does === 'all') [selection, model] = [allSelected, new Set(rows)]
        else if (does === 'none') [selection, model] = [nothingSelected, new Set()]
        else if (does === 'toggle') {
          selection = toggleSelected(selection, ids[0]!)
          if (!model.delete(ids[0]!)) model.add(ids[0]!)
        } else {
          selection = setSelected(selection, ids, chosen)
          for (const id of ids) chosen ? model.add(id) : model.delete(id)
        }
        assert.equal(countSelected(selection, rows.length), model.size)
        for (const id of rows) assert.equal(isSelected(selection, id), model.has(id))
        assert.equal(
          selectionExtent(selection, rows.length),
          model.size === 0 ? false : model.size === rows.length ? true : 'mixed',
        )
      }
    }),
  )
})

it('all that match stays all when more rows come to match', () => {
  const but = toggleSelected(allSelected, 'r3')
  assert.equal(countSelected(but, 719), 718)
  assert.equal(countSelected(but, 725), 724)
})
