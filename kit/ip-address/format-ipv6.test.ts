import assert from 'node:assert/strict'
import { SocketAddress } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatIpv6 } from './index.ts'

test('addresses are written as RFC 5952 wants', () => {
  assert.equal(formatIpv6([0, 0, 0, 0, 0, 0, 0, 0]), '::')
  assert.equal(formatIpv6([0, 0, 0, 0, 0, 0, 0, 1]), '::1')
  assert.equal(formatIpv6([0x2001, 0xdb8, 0, 1, 1, 1, 1, 1]), '2001:db8:0:1:1:1:1:1')
  assert.equal(formatIpv6([0x2001, 0xdb8, 0, 0, 1, 0, 0, 1]), '2001:db8::1:0:0:1')
  assert.equal(formatIpv6([0, 0, 0, 0, 0, 0xffff, 0xc000, 0x207]), '::ffff:192.0.2.7')
})

test("an address reads back as itself, and as Node's own parser writes it", () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }))
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
      const full = groups.map((value) => value.toString(16)).join(':')
      const node = new SocketAddress({ address: full, family: 'ipv6' }).address
      // Node writes IPv4-compatible addresses (::192.0.2.7) with dots as well, which RFC 5952 does not ask for.
      if (!node.includes('.')) assert.equal(formatIpv6(groups), node)
    }),
  )
})
