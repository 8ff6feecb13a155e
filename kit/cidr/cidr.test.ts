import assert from 'node:assert/strict'
import { BlockList, isIP } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  compareAddresses,
  contains,
  formatAddress,
  formatNetwork,
  kindOfAddress,
  parseAddress,
  parseNetwork,
  rangeOf,
} from './index.ts'

const canonical = (text: string) => {
  const address = parseAddress(text)
  return address && formatAddress(address)
}

test('addresses in their canonical form', () => {
  assert.equal(canonical('192.0.2.1'), '192.0.2.1')
  assert.equal(canonical('2001:DB8:0:0:1:0:0:1'), '2001:db8::1:0:0:1')
  assert.equal(canonical('::ffff:192.0.2.7'), '::ffff:192.0.2.7')
  assert.equal(canonical('64:ff9b::192.0.2.33'), '64:ff9b::c000:221')
  assert.equal(canonical('fe80::1%eth0'), 'fe80::1%eth0')
  assert.equal(canonical('::'), '::')
})

test('what is no address', () => {
  for (const text of [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    '1.2.3.4 ',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7::8',
    '12345::',
    '::1%',
    '1.2.3.4::',
    '::1.2.3.4:5',
    'g::',
  ]) {
    assert.equal(parseAddress(text), undefined, text)
  }
})

test('Node agrees on what is an address', () => {
  const piece = fc.constantFrom('::', ':', '.', '0', '1', 'ffff', '255', '256', 'a', '01', '1.2.3.4', '2001:db8')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const text = pieces.join('')
      assert.equal(parseAddress(text)?.family ?? 0, isIP(text), text)
    }),
    { numRuns: 5000 },
  )
})

const address = fc.oneof(fc.ipV4(), fc.ipV6())

test('the canonical form is stable', () => {
  fc.assert(fc.property(address, (text) => assert.equal(canonical(canonical(text) as string), canonical(text))))
})

test('Node agrees on what a network contains', () => {
  const network = fc.oneof(fc.tuple(fc.ipV4(), fc.nat(32)), fc.tuple(fc.ipV6(), fc.nat(128)))
  fc.assert(
    fc.property(network, address, ([base, prefix], candidate) => {
      const family = (text: string) => (isIP(text) === 4 ? 'ipv4' : 'ipv6')
      const list = new BlockList()
      list.addSubnet(base, prefix, family(base))
      const ours = parseNetwork(`${base}/${prefix}`)
      assert.ok(ours)
      const { first, last } = rangeOf(ours)
      assert.ok(contains(ours, first) && contains(ours, last))
      for (const text of [candidate, base, formatAddress(last)]) {
        // Node also finds IPv4-mapped addresses in IPv4 networks.
        if (family(text) !== family(base)) continue
        assert.equal(contains(ours, parseAddress(text) as never), list.check(text, family(text)))
      }
    }),
    { numRuns: 1000 },
  )
})

test('networks', () => {
  assert.equal(formatNetwork(parseNetwork('10.1.2.3/8') as never), '10.0.0.0/8')
  assert.equal(formatNetwork(parseNetwork('2001:db8::1') as never), '2001:db8::1/128')
  for (const text of ['10.0.0.0/33', '::/129', '10.0.0.0/08', '10.0.0.0/', 'fe80::1%eth0/64'])
    assert.equal(parseNetwork(text), undefined, text)
})

test('what addresses are for', () => {
  const kinds = {
    '0.0.0.0': 'wildcard',
    '::': 'wildcard',
    '127.0.0.53': 'loopback',
    '::1': 'loopback',
    '::ffff:127.0.0.1': 'loopback',
    '169.254.169.254': 'link-local',
    'fe80::1%eth0': 'link-local',
    '172.31.255.255': 'private',
    '172.32.0.0': 'public',
    'fd12::1': 'private',
    '100.64.0.1': 'shared',
    '224.0.0.251': 'multicast',
    '255.255.255.255': 'broadcast',
    '8.8.8.8': 'public',
    '2606:4700::1111': 'public',
  }
  for (const [text, kind] of Object.entries(kinds)) assert.equal(kindOfAddress(parseAddress(text) as never), kind, text)
})

test('order: IPv4 first, then by value', () => {
  const sorted = ['10.0.0.9', '10.0.0.10', '::1', '2001:db8::'].map((text) => parseAddress(text) as never)
  assert.deepEqual([...sorted].reverse().sort(compareAddresses), sorted)
})
