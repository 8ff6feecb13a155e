import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { maybeInstant, maybeText, text } from './fields.ts'

/** Scope: empty. Those that a later one replaced may be among them, or not: Windows forgets some of them. */
export const updateFact = defineFact('inventory', {
  name: 'inventory.update',
  version: 1,
  title: 'Installed update',
  summary: 'An update of the operating system that is installed, where the system counts updates rather than packages.',
  about: ['host', 'image'],
  key: ['id'],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      id: text('Number of the update: KB4012212.'),
      kind: maybeText('What it is in the words of the system: Security Update.'),
      installedAt: maybeInstant('When it was installed.'),
    },
    { additionalProperties: false },
  ),
  example: { id: 'KB4012212', kind: 'Security Update', installedAt: '2017-03-16T00:00:00.000Z' },
})

export type Update = ItemOf<typeof updateFact>
