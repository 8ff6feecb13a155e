import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { maybeCount, maybeFlag, maybeInstant, maybeText, text, word } from './fields.ts'

/** Scopes: `dpkg`, `rpm`, `apk`, each the whole database of that package manager. */
export const packageFact = defineFact('inventory', {
  name: 'inventory.package',
  version: 1,
  title: 'Package',
  summary: "A package of the operating system that is installed, as the package manager's database says.",
  about: ['host', 'image', 'container'],
  key: ['name', 'architecture', 'slot'],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      ecosystem: word(['deb', 'rpm', 'apk'], 'Kind of package, which also orders its versions.'),
      name: text('Name of the package.'),
      version: text(
        'Full version in the words of the package manager, with epoch where there is one: 1:9.2p1-2+deb12u3.',
      ),
      architecture: text('Architecture: amd64, noarch, x86_64; empty where the package names none.'),
      slot: maybeText(
        'The version, where several versions of this package are installed side by side; absent otherwise.',
      ),
      sourceName: text('Source package it was built from; its own name where none is recorded.'),
      sourceVersion: text('Version of the source package.'),
      purl: text('Package URL with distribution and architecture.'),
      vendor: maybeText('Who made the package: vendor (rpm), origin (apk) or maintainer (dpkg).'),
      license: maybeText('Licence as the package states it.'),
      installedAt: maybeInstant('When it was installed or last upgraded, where the database records it.'),
      sizeBytes: maybeCount('Size on disk as the package states it.'),
      held: maybeFlag('True where the administrator has told the package manager to keep this version.'),
      automatic: maybeFlag('True where it was installed only because another package needed it.'),
    },
    { additionalProperties: false },
  ),
  example: {
    ecosystem: 'deb',
    name: 'openssh-server',
    version: '1:9.2p1-2+deb12u3',
    architecture: 'amd64',
    sourceName: 'openssh',
    sourceVersion: '1:9.2p1-2+deb12u3',
    purl: 'pkg:deb/debian/openssh-server@1:9.2p1-2%2Bdeb12u3?arch=amd64&distro=debian-12',
    vendor: 'Debian OpenSSH Maintainers <debian-ssh@lists.debian.org>',
    sizeBytes: 1_945_600,
  },
})

export type Package = ItemOf<typeof packageFact>
