import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { maybeCount, maybeText, maybeWord, text } from './fields.ts'

export const operatingSystemFact = defineFact('inventory', {
  name: 'inventory.operating-system',
  version: 1,
  title: 'Operating system',
  summary: 'Which operating system release is installed, as it says itself.',
  about: ['host', 'image', 'container'],
  key: [],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      id: text('Identifier of the distribution in lower case: debian, alpine, rhel.'),
      base: text('The id itself where it is a known distribution, otherwise the known one it says it is like.'),
      family: text(
        'Which family of tools it uses: debian, alpine, redhat, suse, arch, gentoo; the id itself where no family is known.',
      ),
      name: text('Full name for people: Debian GNU/Linux 12 (bookworm).'),
      version: maybeText('Version identifier: 12, 3.20.1, 9.4; absent for rolling releases.'),
      pointRelease: maybeText('More exact version where a release file has it: 12.8.'),
      codename: maybeText('Code name of the release: bookworm.'),
      variant: maybeText('Edition of the distribution: server, workstation.'),
      build: maybeCount('Number of the build, of systems that count builds: 7601, 19045.'),
      revision: maybeCount('What is counted within a build: 4046 of 19045.4046.'),
      servicePack: maybeCount('Number of the service pack.'),
      installation: maybeWord(
        ['client', 'server', 'server-core', 'domain-controller', 'domain-controller-core'],
        'What it is installed as, of systems that tell them apart.',
      ),
      architecture: maybeWord(
        ['x86', 'x64', 'arm64', 'ia64'],
        'Machine that it is built for, where its name hangs on that.',
      ),
      supportEnd: maybeText('Last day of support as the distribution itself states it in SUPPORT_END: 2026-05-12.'),
    },
    { additionalProperties: false },
  ),
  example: {
    id: 'debian',
    base: 'debian',
    family: 'debian',
    name: 'Debian GNU/Linux 12 (bookworm)',
    version: '12',
    pointRelease: '12.8',
    codename: 'bookworm',
  },
})

export type OperatingSystem = ItemOf<typeof operatingSystemFact>
