import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { text } from './fields.ts'

export const sudoDefaultFact = defineFact('inventory', {
  name: 'inventory.sudo-default',
  version: 1,
  title: 'Sudo default',
  summary: 'A Defaults setting of sudoers or a file it includes.',
  about: ['host', 'image', 'container'],
  key: ['source', 'binding', 'name', 'value'],
  volatile: ['line'],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      source: text('File that says so.'),
      line: Type.Integer({ description: 'Line in that file.', minimum: 1 }),
      binding: text(
        'What it is limited to: ":ada" a user, "@web" a host, "!CMD" a command, ">root" a target; empty for all.',
        {
          sensitivity: 'personal',
        },
      ),
      name: text('Name of the setting: env_reset, secure_path, authenticate.'),
      value: text(
        'true or false for flags; otherwise the value, with += or -= before it where the rule adds or removes.',
      ),
    },
    { additionalProperties: false },
  ),
  example: { source: '/etc/sudoers', line: 9, binding: '', name: 'env_reset', value: 'true' },
})

export type SudoDefault = ItemOf<typeof sudoDefaultFact>
