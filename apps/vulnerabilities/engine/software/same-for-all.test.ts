import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isSameForAll } from './same-for-all.ts'

const openssl = {
  ecosystem: 'deb',
  purl: 'pkg:deb/debian/libssl3@3.0.14-1?arch=amd64&distro=debian-12',
  sourceName: 'openssl',
}

it('advisories say the same of a package of a release wherever it is installed', () => {
  assert.equal(isSameForAll(openssl), true)
})

it('not of a library, which lies in places; of a kernel, of which one runs; where the asset tells the release, or nobody the source', () => {
  assert.equal(isSameForAll({ ecosystem: 'npm', purl: 'pkg:npm/lodash@4.17.20', sourceName: 'lodash' }), false)
  for (const sourceName of ['linux', 'linux-signed-amd64'])
    assert.equal(
      isSameForAll({
        ...openssl,
        purl: 'pkg:deb/debian/linux-image-6.1.0-9-amd64@6.1.27-1?distro=debian-12',
        sourceName,
      }),
      false,
    )
  assert.equal(isSameForAll({ ...openssl, purl: 'pkg:deb/debian/libssl3@3.0.14-1?arch=amd64' }), false)
  assert.equal(isSameForAll({ ...openssl, sourceName: null }), false)
  assert.equal(isSameForAll({ ...openssl, purl: 'openssl' }), false)
})
