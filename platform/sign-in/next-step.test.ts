import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Factor } from '../access/index.ts'
import { nextStep } from './next-step.ts'

const first = ['link', 'password', 'oidc'] as const
const second = ['totp', 'recovery'] as const
const strong = ['passkey', 'oidc-strong', 'machine'] as const
const anything = fc.uniqueArray(fc.constantFrom<Factor>(...first, ...second, ...strong))
const having = fc.record({ totp: fc.boolean(), passkey: fc.boolean() })

test('there is no way to a session without what is demanded', () => {
  fc.assert(
    fc.property(anything, having, fc.boolean(), (proved, has, demanded) => {
      const step = nextStep({ proved, has, demanded })
      const some = (of: readonly Factor[]) => proved.some((factor) => of.includes(factor))
      const enough = some(strong) || (some(first) && some(second))
      if (!some(first) && !some(strong)) assert.equal(step, 'first-factor')
      else if (enough) assert.equal(step, 'session')
      else if (has.totp || has.passkey) assert.equal(step, 'second-factor')
      else assert.equal(step, demanded ? 'set-up' : 'session')
      if (step === 'session' && (demanded || has.totp || has.passkey)) assert.ok(enough)
    }),
  )
})

test('to prove more never takes anything away, and to demand more never gives anything', () => {
  const order = ['first-factor', 'second-factor', 'set-up', 'session']
  fc.assert(
    fc.property(anything, anything, having, fc.boolean(), (proved, more, has, demanded) => {
      const rank = (factors: readonly Factor[], strict: boolean) =>
        order.indexOf(nextStep({ proved: factors, has, demanded: strict }))
      assert.ok(rank([...proved, ...more], demanded) >= rank(proved, demanded))
      assert.ok(rank(proved, true) <= rank(proved, false))
    }),
  )
})
