import assert from 'node:assert/strict'
import { it } from 'node:test'
import { formatBytes, formatCount, formatShare, formatShort, formatTotal, plural } from './number.ts'

it('writes counts with groups, and short ones where there is no room', () => {
  assert.equal(formatCount(3412), '3,412')
  assert.equal(formatShort(9999), '9,999')
  assert.equal(formatShort(48_123), '48.1K')
  assert.equal(formatTotal(2_512_000, false), '≈ 2.5M')
  assert.equal(formatTotal(2_512_000, true), '2,512,000')
})

it('never says 100 % before everything is there, nor 0 % when something is', () => {
  assert.equal(formatShare(999, 1000), '99 %')
  assert.equal(formatShare(1000, 1000), '100 %')
  assert.equal(formatShare(1, 1000), '< 1 %')
  assert.equal(formatShare(0, 1000), '0 %')
  assert.equal(formatShare(0, 0), '–')
})

it('writes bytes in one unit', () => {
  assert.equal(formatBytes(0), '0 bytes')
  assert.equal(formatBytes(999), '999 bytes')
  assert.equal(formatBytes(1000), '1 kB')
  assert.equal(formatBytes(1234), '1.2 kB')
  assert.equal(formatBytes(999_999), '1 MB')
  assert.equal(formatBytes(3.4e12), '3.4 TB')
})

it('counts things', () => {
  assert.equal(plural(1, 'host'), '1 host')
  assert.equal(plural(0, 'host'), '0 hosts')
  assert.equal(plural(1200, 'policy', 'policies'), '1,200 policies')
})
