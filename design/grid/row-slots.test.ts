import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { RowSlots } from './row-slots.ts'

it('a row keeps its place while it is drawn, no two rows share one, and those that come take the places of those that went', () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.nat(40), { maxLength: 12 }), { maxLength: 20 }), (drawings) => {
      const slots = new RowSlots()
      let before = new Map<number, number>()
      for (const indexes of drawings) {
        const now = new Map(slots.place(indexes))
        assert.deepEqual([...now.keys()].sort(), [...indexes].sort())
        assert.equal(new Set(now.values()).size, indexes.length)
        for (const [index, slot] of before) if (now.has(index)) assert.equal(now.get(index), slot)
        const known = new Set(before.values())
        const made = [...now.values()].filter((slot) => !known.has(slot)).length
        assert.equal(made, Math.max(0, indexes.length - before.size))
        before = now
      }
    }),
  )
})
