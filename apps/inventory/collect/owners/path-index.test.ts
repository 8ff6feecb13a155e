import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PathIndex } from './path-index.ts'

test('every path finds its first owner, others find none', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: 'binary' })), fc.array(fc.string()), (paths, others) => {
      const index = new PathIndex()
      for (const [owner, path] of paths.entries()) {
        const bytes = new TextEncoder().encode(`<${path}>`)
        index.add(bytes, 1, bytes.length - 1, owner)
        index.add(bytes, 1, bytes.length - 1, owner + 1)
      }
      for (const [owner, path] of paths.entries()) assert.equal(index.find(path), owner)
      for (const other of others) if (!paths.includes(other)) assert.equal(index.find(other), undefined)
    }),
  )
})

test('it grows', () => {
  const index = new PathIndex()
  const count = 200_000
  for (let owner = 0; owner < count; owner += 1) {
    const bytes = new TextEncoder().encode(`/usr/share/doc/package-${owner}/copyright`)
    index.add(bytes, 0, bytes.length, owner)
  }
  for (let owner = 0; owner < count; owner += 997)
    assert.equal(index.find(`/usr/share/doc/package-${owner}/copyright`), owner)
  assert.equal(index.find('/usr/share/doc/package--1/copyright'), undefined)
})
