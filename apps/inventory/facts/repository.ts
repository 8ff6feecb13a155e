import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { flag, maybeText, text, texts, word } from './fields.ts'

/** Scopes: `apt`, `rpm`, `apk`. */
export const repositoryFact = defineFact('inventory', {
  name: 'inventory.repository',
  version: 1,
  title: 'Package repository',
  summary: 'A place the host takes packages from.',
  about: ['host', 'image', 'container'],
  key: ['source', 'name'],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      ecosystem: word(['deb', 'rpm', 'apk'], 'Kind of packages it offers.'),
      source: text('File that names it.'),
      name: text(
        'Its id in that file (rpm), or kind, address and suite (apt: "deb http://deb.debian.org/debian bookworm").',
      ),
      uri: text('Address, or the list of mirrors, with passwords masked.'),
      suite: maybeText('Suite or release, where the ecosystem has them.'),
      components: texts('Components or sections that are used: main, contrib.'),
      enabled: flag('True where packages are taken from it.'),
      signatures: word(
        ['required', 'not-required'],
        'not-required where the configuration tells the package manager to trust it without a signature.',
      ),
      signedBy: maybeText('Key or key file that its signature must be of, where the configuration names one.'),
      encrypted: flag('True where it is reached over TLS or is local.'),
    },
    { additionalProperties: false },
  ),
  example: {
    ecosystem: 'deb',
    source: '/etc/apt/sources.list.d/debian.sources',
    name: 'deb http://deb.debian.org/debian-security bookworm-security',
    uri: 'http://deb.debian.org/debian-security',
    suite: 'bookworm-security',
    components: ['main'],
    enabled: true,
    signatures: 'required',
    signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg',
    encrypted: false,
  },
})

export type Repository = ItemOf<typeof repositoryFact>
