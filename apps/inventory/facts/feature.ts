import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { flag, text } from './fields.ts'

/** Scope: empty. */
export const featureFact = defineFact('inventory', {
  name: 'inventory.feature',
  version: 1,
  title: 'Feature of the operating system',
  summary: 'A part of the operating system that can be switched on and off.',
  about: ['host', 'image'],
  key: ['name'],
  dataClass: 'state',
  keepFor: 'P400D',
  schema: Type.Object(
    {
      name: text('Common name where it has one: smb1-server; otherwise what the system calls it, in small letters.'),
      enabled: flag('Whether it is switched on.'),
    },
    { additionalProperties: false },
  ),
  example: { name: 'smb1-server', enabled: true },
})

export type Feature = ItemOf<typeof featureFact>
