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
  company.begins(2)
  company.ends(2)
  assert.ok(company.mayBegin(1, 1))
})

test('while another was there within a minute, one place stays free of a flood', () => {
  let now = 0
  const company = new Company(() => now)
  company.begins(2)
  company.ends(2)
  company.begins(1)
  company.begins(1)
  assert.ok(!company.mayBegin(1, 3))
  assert.ok(company.mayBegin(2, 3))
  now = 60_001
  assert.ok(company.mayBegin(1, 3))
})

test('whatever comes and goes, a second tenant never waits for more than one turn of a place', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 3 })), { maxLength: 60 }), (steps) => {
      const company = new Company(() => 0)
      const at = [0, 0, 0, 0]
      company.begins(9)
      company.ends(9)
      for (const [begin, tenant] of steps) {
        const busy = at.reduce((sum, count) => sum + count, 0)
        if (begin && busy < 3 && company.mayBegin(tenant, 3)) {
          company.begins(tenant)
          at[tenant]! += 1
        } else if (!begin && at[tenant]! > 0) {
          company.ends(tenant)
          at[tenant]! -= 1
        }
        assert.ok(Math.max(...at) <= 2, at.join())
      }
    }),
  )
})
