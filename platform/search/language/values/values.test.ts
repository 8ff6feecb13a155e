import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { regexTester } from '../regex/match-regex.ts'
import { parseAddresses, writeAddress } from './address.ts'
import { parseNumber, parseSize } from './parse-number.ts'
import { versionKey } from './version-key.ts'
import { versionPattern } from './version-pattern.ts'

describe('a number', () => {
  test('is decimal and exact, or none', () => {
    const read = ['5', '-3.25', '+7', '.5', '1e3', '0x10', '1,000', '', '1.', '∞', '٣', '1 2'].map(parseNumber)
    assert.deepEqual(read, [5, -3.25, 7, 0.5, 1000, ...Array(7).fill(undefined)])
    assert.ok(Number.isNaN(parseNumber('9007199254740992')) && Number.isNaN(parseNumber('1e308')))
    assert.equal(parseNumber('9007199254740991'), 9007199254740991)
  })
})

describe('a size', () => {
  test('is a count of bytes', () => {
    const read = ['500', '10 MB', '10MiB', '1.5 kb', '2 Bytes', '16 GiB', '-1', '5 XB', '1 M B', 'MB'].map(parseSize)
    assert.deepEqual(read, [500, 10_000_000, 10_485_760, 1500, 2, 17_179_869_184, ...Array(4).fill(undefined)])
    assert.ok(Number.isNaN(parseSize('9000 PiB')))
  })
})

describe('an address', () => {
  const read = (text: string) => {
    const span = parseAddresses(text)
    return span && `${writeAddress(span.from)} ${writeAddress(span.to)}`
  }
  test('stands for itself, a network or a range', () => {
    assert.equal(read('10.0.0.1'), '10.0.0.1 10.0.0.1')
    assert.equal(read('10.1.2.3/8'), '10.0.0.0 10.255.255.255')
    assert.equal(read('0.0.0.0/0'), '0.0.0.0 255.255.255.255')
    assert.equal(read('10.0.*'), '10.0.0.0 10.0.255.255')
    assert.equal(read('10.0.0.1-10.0.0.9'), '10.0.0.1 10.0.0.9')
    assert.equal(read('2001:DB8::/33'), '2001:db8:: 2001:db8:7fff:ffff:ffff:ffff:ffff:ffff')
    assert.equal(read('::ffff:1.2.3.4'), '::ffff:1.2.3.4 ::ffff:1.2.3.4')
  })
  test('is nothing else', () => {
    const wrong = [
      '',
      '10.0.0',
      '10.0.0.256',
      '010.0.0.1',
      '10.0.0.0/33',
      '::/129',
      '1::2::3',
      'fe80::1%eth0',
      '10.*.0.1',
      '10.0.0.9-10.0.0.1',
      '10.0.0.1-::1',
      '1.2.3.4/8/9',
    ]
    assert.deepEqual(
      wrong.map(read),
      wrong.map(() => undefined),
    )
  })
  test('has a key that sorts by value', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), (left, right) => {
        const number = (text: string) => text.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
        const [a, b] = [parseAddresses(left)!.from, parseAddresses(right)!.from]
        assert.equal(Math.sign(number(left) - number(right)), a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })
})

describe('a version', () => {
  test('has a key that sorts as people order versions', () => {
    const ordered = [
      '0.9',
      '1.0~alpha1',
      '1.0-alpha.2',
      '1.0beta',
      '1.0-rc1',
      '1.0rc2',
      '1.0',
      '1.0a',
      '1.0+dfsg',
      '1.0-1',
      '1.0-1ubuntu1',
      '1.0.0',
      '1.0.1',
      '1.0.2a',
      '1.0.10',
      '1.1',
      '1.9.9',
      '1.10',
      '2',
      '2.0',
      '9.2p1-2+deb12u2',
      '9.2p1-2+deb12u10',
      '9.10',
      '2024.01',
      '20240101',
      '123456789012',
    ]
    const keys = ordered.map(versionKey)
    assert.deepEqual(
      keys,
      keys.toSorted((a, b) => (a < b ? -1 : 1)),
    )
  })
  test('is equal whatever stands in front of it', () => {
    assert.equal(versionKey('1:9.2p1'), versionKey('9.2p1'))
    assert.equal(versionKey('v1.2'), versionKey('1.2'))
    assert.equal(versionKey('1.02'), versionKey('1.2'))
    assert.notEqual(versionKey('1.2'), versionKey('1.20'))
  })
  test('has a key of plain ASCII, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => assert.match(versionKey(text), /^[!-~]+$/)),
    )
  })
  test('finds itself and what is built of it', () => {
    const finds = (pattern: string, ...versions: string[]) => versions.map(regexTester(versionPattern(pattern)))
    assert.deepEqual(finds('3.0', '3.0', '3.0.15', '1:3.0-2', '3.0~rc1', '3.01', '13.0', '3'), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ])
    assert.deepEqual(finds('9.*', '9.2p1', '1:9.0', '9', '19.1'), [true, true, false, false])
    assert.deepEqual(finds('1:9', '1:9.2', '9.2', '2:9.2'), [true, false, false])
  })
})
