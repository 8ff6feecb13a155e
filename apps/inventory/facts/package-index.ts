import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { count, flag, maybeInstant, maybeText, text, word } from './fields.ts'

/** Scopes: `apt`, `apk`, `rpm`. What pending updates were worked out from, and so how far their absence can be trusted. */
export const packageIndexFact = defineFact('inventory', {
  name: 'inventory.package-index',
  version: 1,
  title: 'Package index',
  summary: 'A list of available packages that the host has fetched, with its date and whether it is what was signed.',
  about: ['host', 'image', 'container'],
  key: ['path'],
  dataClass: 'state',
  keepFor: 'P400D',
  schema: Type.Object(
    {
      ecosystem: word(['deb', 'rpm', 'apk'], 'Kind of packages it lists.'),
      path: text('File on the host.'),
      origin: maybeText('Who publishes it: Debian.'),
      label: maybeText('Label of the publisher: Debian-Security.'),
      suite: maybeText('Suite: stable-security.'),
      codename: maybeText('Code name: bookworm-security.'),
      component: maybeText('Component: main.'),
      security: flag('True where it is published for security updates.'),
      publishedAt: maybeInstant('Date the publisher put into the signed release file.'),
      validUntil: maybeInstant('When the publisher says that it is to be trusted no more.'),
      digest: word(
        ['matches', 'differs', 'not-listed', 'not-checked'],
        'Whether the content is the one that the release file lists.',
      ),
      signature: word(
        ['verified', 'wrong', 'none', 'not-verified'],
        'Whether the signature of the release file was verified with the keys of the host; not-verified where no verifier could be run.',
      ),
      packages: count('How many packages it lists.'),
    },
    { additionalProperties: false },
  ),
  example: {
    ecosystem: 'deb',
    path: '/var/lib/apt/lists/deb.debian.org_debian-security_dists_bookworm-security_main_binary-amd64_Packages.lz4',
    origin: 'Debian',
    label: 'Debian-Security',
    suite: 'stable-security',
    codename: 'bookworm-security',
    component: 'main',
    security: true,
    publishedAt: '2026-11-21T20:14:07.000Z',
    validUntil: '2026-11-28T20:14:07.000Z',
    digest: 'matches',
    signature: 'verified',
    packages: 1893,
  },
})

export type PackageIndex = ItemOf<typeof packageIndexFact>
