import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schemeOf } from '@holdfast/kit/versions'
import { softwareFromPurl } from './from-purl.ts'

test('the release of a distribution is read from what tools write', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['pkg:deb/debian/a@1?distro=debian-12', 'Debian:12'],
    ['pkg:deb/debian/a@1?distro=debian-12.8', 'Debian:12'],
    ['pkg:deb/debian/a@1?distro=bookworm', 'Debian:12'],
    ['pkg:deb/debian/a@1?distro=debian-bookworm', 'Debian:12'],
    ['pkg:deb/debian/a@1?distro=debian-sid', undefined],
    ['pkg:deb/debian/a@1', undefined],
    ['pkg:deb/ubuntu/a@1?distro=ubuntu-22.04', 'Ubuntu:22.04:LTS'],
    ['pkg:deb/ubuntu/a@1?distro=jammy', 'Ubuntu:22.04:LTS'],
    ['pkg:apk/alpine/a@1?distro=alpine-3.19.1', 'Alpine:v3.19'],
    ['pkg:apk/alpine/a@1?distro=3.19.1', 'Alpine:v3.19'],
    ['pkg:apk/alpine/a@1?distro=alpine-edge', 'Alpine:edge'],
    ['pkg:apk/wolfi/a@1?distro=wolfi-20230201', 'Wolfi'],
    ['pkg:apk/wolfi/a@1', 'Wolfi'],
    ['pkg:rpm/redhat/a@1?distro=rhel-9.4', 'Red Hat:9'],
    ['pkg:rpm/redhat/a@1?distro=redhat-9.4', 'Red Hat:9'],
    ['pkg:rpm/almalinux/a@1?distro=almalinux-9.4', 'AlmaLinux:9'],
    ['pkg:rpm/rocky/a@1?distro=rocky-9', 'Rocky Linux:9'],
    ['pkg:rpm/amzn/a@1?distro=amzn-2023', 'Amazon Linux:2023'],
    ['pkg:rpm/suse/a@1?distro=sles-15.5', 'SUSE:Linux Enterprise Server 15 SP5'],
    ['pkg:rpm/suse/a@1?distro=sles-15', 'SUSE:Linux Enterprise Server 15'],
    ['pkg:rpm/opensuse/a@1?distro=opensuse-leap-15.5', 'openSUSE:Leap 15.5'],
    ['pkg:rpm/opensuse/a@1?distro=opensuse-tumbleweed-20240101', 'openSUSE:Tumbleweed'],
    ['pkg:rpm/fedora/a@1?distro=fedora-40', 'Fedora:40'],
    ['pkg:deb/unknown/a@1?distro=unknown-1', undefined],
  ]
  for (const [purl, ecosystem] of cases) assert.equal(softwareFromPurl(purl)?.ecosystems[0]?.[0], ecosystem, purl)
})

test('every ecosystem of the tables has an order of versions', async () => {
  const { default: distributions } = await import('./distributions.json', { with: { type: 'json' } })
  const { default: languages } = await import('./languages.json', { with: { type: 'json' } })
  const names = [
    ...Object.values(distributions).flatMap(({ ecosystems }) => ecosystems.flat()),
    ...Object.values(languages).map(({ ecosystem }) => ecosystem),
  ]
  assert.ok(names.length > 40)
  for (const name of names) assert.ok(schemeOf(name), name)
})

test('source, epoch and module are taken from qualifiers', () => {
  const rpm = softwareFromPurl(
    'pkg:rpm/redhat/openssl-libs@3.0.7-24.el9?arch=x86_64&epoch=1&distro=rhel-9.3&upstream=openssl-3.0.7-24.el9.src.rpm',
  )
  assert.deepEqual(
    [rpm?.version, rpm?.source, rpm?.architecture],
    ['1:3.0.7-24.el9', { name: 'openssl', version: '3.0.7-24.el9' }, 'x86_64'],
  )
  const deb = softwareFromPurl('pkg:deb/debian/libgcc-s1@12.2.0-14?distro=debian-12&upstream=gcc-12%4012.2.0-13')
  assert.deepEqual(deb?.source, { name: 'gcc-12', version: '12.2.0-13' })
})

test('names and versions are those of advisories', () => {
  const of = (purl: string) => {
    const found = softwareFromPurl(purl)
    return [found?.ecosystems[0]?.[0], found?.name, found?.version]
  }
  assert.deepEqual(of('pkg:maven/org.apache/log4j@2.14'), ['Maven', 'org.apache:log4j', '2.14'])
  assert.deepEqual(of('pkg:npm/%40scope/name@1.0.0'), ['npm', '@scope/name', '1.0.0'])
  assert.deepEqual(of('pkg:golang/golang.org/x/net@v0.17.0'), ['Go', 'golang.org/x/net', '0.17.0'])
  assert.deepEqual(of('pkg:golang/stdlib@1.21rc2'), ['Go', 'stdlib', '1.21.0-rc.2'])
  assert.deepEqual(of('pkg:golang/stdlib@1.22'), ['Go', 'stdlib', '1.22.0'])
  assert.equal(softwareFromPurl('left@1.0.0'), undefined)
})
