import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { RowWindow } from './row-window.ts'

/** A list of `size` rows on a server that answers in its own time. */
function listOf(
  size: number,
  pageSize = 10,
  told: { total?: boolean; exact?: boolean } = { total: true, exact: true },
) {
  let asked = 0
  const errors: unknown[] = []
  const window = new RowWindow<number>({
    pageSize,
    onChange: () => {},
    onError: (error) => errors.push(error),
    fetchPage: async (cursor) => {
      asked++
      await new Promise((done) => setImmediate(done))
      const from = cursor === undefined ? 0 : Number(cursor)
      const to = Math.min(size, from + pageSize)
      return {
        data: Array.from({ length: to - from }, (_, at) => from + at),
        page: {
          next: to < size ? String(to) : null,
          ...(told.total && { total: size, totalIsExact: told.exact ?? true }),
        },
      }
    },
  })
  const settle = async () => {
    for (let quiet = 0; quiet < 3; ) {
      const before = asked
      await new Promise((done) => setImmediate(done))
      quiet = asked === before ? quiet + 1 : 0
    }
  }
  return { window, settle, asked: () => asked, errors }
}

describe('a window on a list', () => {
  it('shows places until the first answer, then the true length', async () => {
    const { window, settle } = listOf(25)
    assert.ok(window.pending)
    assert.equal(window.reach, 10)
    window.want(0, 5)
    await settle()
    assert.equal(window.pending, false)
    assert.equal(window.total, 25)
    assert.equal(window.reach, 25)
    assert.equal(window.at(3), 3)
    assert.equal(window.at(24), undefined)
  })

  it('whatever is wanted is there in the end, and is the right row', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 400 }),
        fc.array(fc.nat(500), { maxLength: 12 }),
        async (size, places) => {
          const { window, settle } = listOf(size)
          window.want(0, 1)
          await settle()
          for (const place of places) {
            const first = Math.min(place, Math.max(0, window.reach - 1))
            window.want(first, first + 8)
            await settle()
            for (let at = first; at <= Math.min(first + 8, size - 1); at++) assert.equal(window.at(at), at)
            assert.ok(window.reach <= size)
          }
          assert.equal(window.total, size)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('grows page by page where the list is long, and forgets what is far away', async () => {
    const { window, settle, asked } = listOf(100_000, 100)
    window.want(0, 30)
    await settle()
    assert.ok(window.reach < 1000)
    for (let at = 0; at < 5000; at += 80) {
      window.want(at, at + 30)
      await settle()
    }
    assert.equal(window.at(4990), 4990)
    assert.equal(window.at(0), undefined)
    const before = asked()
    window.want(0, 30)
    await settle()
    assert.equal(window.at(0), 0)
    assert.ok(asked() - before <= 2)
  })

  it('says that a total is not exact until the end was seen', async () => {
    const { window, settle } = listOf(25, 10, { total: false })
    window.want(0, 5)
    await settle()
    assert.equal(window.isExact, false)
    window.want(20, 25)
    await settle()
    window.want(20, 25)
    await settle()
    assert.equal(window.total, 25)
    assert.equal(window.isExact, true)
  })

  it('hands on errors, and tries again when asked again', async () => {
    let broken = true
    const errors: unknown[] = []
    const window = new RowWindow<number>({
      pageSize: 10,
      onChange: () => {},
      onError: (error) => errors.push(error),
      fetchPage: async () => {
        if (broken) throw new Error('no')
        return { data: [1], page: { next: null } }
      },
    })
    window.want(0, 5)
    await new Promise((done) => setImmediate(done))
    assert.equal(errors.length, 1)
    broken = false
    window.want(0, 5)
    await new Promise((done) => setImmediate(done))
    assert.equal(window.at(0), 1)
  })
})
