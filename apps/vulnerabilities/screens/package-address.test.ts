import assert from 'node:assert/strict'
import { it } from 'node:test'
import { packageAddress, packageOfPlace } from './package-address.ts'

it('leads from where a finding is to its package', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['deb/openssl', '/vulnerabilities/packages/deb/openssl'],
    ['npm/@angular/core in /srv/shop', '/vulnerabilities/packages/npm/%40angular%2Fcore'],
    ['windows/windows 10 version 1607', '/vulnerabilities/packages/windows/windows%2010%20version%201607'],
    ['', undefined],
    ['tcp', undefined],
  ]
  for (const [place, address] of cases) {
    const told = packageOfPlace(place)
    assert.equal(told && packageAddress(told), address, place)
  }
})
