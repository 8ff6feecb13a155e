import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { arcPath, fitLine, linePath } from './line-path.ts'

const box = { width: 100, height: 40, pad: 2 }

it('fits any series into its box, edge to edge', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 60 }), (values) => {
      const points = fitLine(values, box)
      assert.equal(points[0]?.x, 0)
      assert.equal(points.at(-1)?.x, 100)
      for (const { y } of points) assert.ok(y >= 2 - 1e-9 && y <= 38 + 1e-9)
    }),
  )
})

it('puts higher values higher, and flat ones in the middle', () => {
  const [low, high] = fitLine([1, 9], box)
  assert.ok(low!.y > high!.y)
  assert.equal(fitLine([5, 5, 5], box)[1]?.y, 20)
  assert.equal(fitLine([7], box)[0]?.x, 50)
})

it('writes paths', () => {
  assert.equal(linePath(fitLine([0, 10], box)), 'M0 38L100 2')
  assert.equal(linePath([]), '')
  assert.match(arcPath({ x: 50, y: 50 }, 40, 0, 0.25), /^M50 10A40 40 0 0 1 90 50$/)
  assert.match(arcPath({ x: 50, y: 50 }, 40, 0, 1), /A40 40 0 1 1/)
})
