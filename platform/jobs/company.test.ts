import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Company } from './company.ts'

test('a tenant that is alone may have all places', () => {
  const company = new Company(() => 0)
  for (let place = 0; place < 3; place += 1) {
    assert.ok(company.mayBegin(1, 3))
    company.begins(1)
  }
})

test('where there is one place, whoever comes may have it', () => {
  const company = new Company(() => 0)
  company.begins(2)()
  assert.ok(company.mayBegin(1, 1))
})

test('while another was there within a minute, a flood takes half of the places', () => {
  let now = 0
  const company = new Company(() => now)
  company.begins(2)()
  company.begins(1)
  assert.ok(company.mayBegin(1, 4))
  company.begins(1)
  assert.ok(!company.mayBegin(1, 4))
  assert.ok(company.mayBegin(2, 4))
  now = 60_001
  assert.ok(company.mayBegin(1, 4))
})

test('while another was there just now, a flood rests as long as its turns take', () => {
  let now = 0
  const company = new Company(() => now)
  const ends = company.begins(1)
  now = 300
  ends()
  assert.ok(company.mayBegin(1, 4), 'alone')
  company.begins(2)()
  now = 599
  assert.ok(!company.mayBegin(1, 4))
  assert.ok(company.mayBegin(2, 4))
  now = 600
  assert.ok(company.mayBegin(1, 4))
})

test('whatever comes and goes, a second tenant never waits for more than one turn of a place', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 3 })), { maxLength: 60 }), (steps) => {
      const company = new Company(() => 0)
      company.begins(9)()
      const turns: (() => void)[][] = [[], [], [], []]
      for (const [begin, tenant] of steps) {
        const busy = turns.reduce((sum, { length }) => sum + length, 0)
        if (begin && busy < 3 && company.mayBegin(tenant, 3)) turns[tenant]!.push(company.begins(tenant))
        else if (!begin) turns[tenant]!.pop()?.()
        assert.ok(Math.max(...turns.map(({ length }) => length)) <= 1)
      }
    }),
  )
})
