import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { count, text, texts } from './fields.ts'

export const groupFact = defineFact('inventory', {
  name: 'inventory.group',
  version: 1,
  title: 'Group',
  summary: 'A local group with its members.',
  about: ['host', 'image', 'container'],
  key: ['name'],
  dataClass: 'account',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      name: text('Name of the group.'),
      gid: count('Group id.'),
      members: texts('Login names, sorted: those the group file lists and those whose primary group it is.', {
        sensitivity: 'personal',
      }),
    },
    { additionalProperties: false },
  ),
  example: { name: 'sudo', gid: 27, members: ['ada'] },
})

export type Group = ItemOf<typeof groupFact>
