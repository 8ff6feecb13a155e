import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { flag, maybeFlag, maybeInstant, maybeText, text, word } from './fields.ts'

/** Scopes: `apt`, `apk`, `rpm`. Complete only where every enabled repository had a usable index. */
export const pendingUpdateFact = defineFact('inventory', {
  name: 'inventory.pending-update',
  version: 1,
  title: 'Pending update',
  summary: "An installed package for which the host's own package indexes offer a newer version.",
  about: ['host', 'image', 'container'],
  key: ['package', 'architecture'],
  dataClass: 'state',
  keepFor: 'P400D',
  schema: Type.Object(
    {
      ecosystem: word(['deb', 'rpm', 'apk'], 'Kind of package.'),
      package: text('Name of the installed package.'),
      architecture: text('Its architecture.'),
      sourceName: text('Source package: updates of one source belong together.'),
      installed: text('Version that is installed.'),
      candidate: text('Newest version on offer.'),
      security: flag('True where a newer version is offered for security.'),
      securityVersion: maybeText(
        'Newest version that the security index offers, where it is newer than the installed one.',
      ),
      origin: maybeText('Who offers the candidate: Debian.'),
      suite: maybeText('Suite that offers the candidate; that of the security version where there is one.'),
      indexDate: maybeInstant('Date of the index that offers it.'),
      held: maybeFlag('True where the administrator has told the package manager to keep the installed version.'),
    },
    { additionalProperties: false },
  ),
  example: {
    ecosystem: 'deb',
    package: 'libssl3',
    architecture: 'amd64',
    sourceName: 'openssl',
    installed: '3.0.14-1~deb12u2',
    candidate: '3.0.15-1~deb12u1',
    security: true,
    securityVersion: '3.0.15-1~deb12u1',
    origin: 'Debian',
    suite: 'bookworm-security',
    indexDate: '2026-11-21T20:14:07.000Z',
  },
})

export type PendingUpdate = ItemOf<typeof pendingUpdateFact>
