import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { flag, text, texts, word } from './fields.ts'

export const sudoRuleFact = defineFact('inventory', {
  name: 'inventory.sudo-rule',
  version: 1,
  title: 'Sudo rule',
  summary: 'Who may run what as whom by sudo, from sudoers and the files it includes, with aliases expanded.',
  about: ['host', 'image', 'container'],
  key: ['source', 'who', 'hosts', 'runAs', 'commands', 'noPassword'],
  volatile: ['line'],
  dataClass: 'account',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      source: text('File that says so.'),
      line: Type.Integer({ description: 'Line in that file.', minimum: 1 }),
      who: text('One user, %group, #uid, %#gid, +netgroup or ALL; "!" before it excludes.', {
        sensitivity: 'personal',
      }),
      kind: word(['user', 'group', 'uid', 'gid', 'netgroup', 'everyone'], 'What "who" names.'),
      hosts: texts('Hosts on which it holds; ALL for every one.'),
      runAs: texts('Users it may run commands as; groups after ":"; root where the rule names none.'),
      commands: texts('Commands; "!" before one excludes it; ALL for every one.'),
      anyCommand: flag('True where every command is allowed.'),
      asRoot: flag('True where commands may be run as root.'),
      noPassword: flag('True where no password is asked.'),
    },
    { additionalProperties: false },
  ),
  example: {
    source: '/etc/sudoers',
    line: 50,
    who: '%sudo',
    kind: 'group',
    hosts: ['ALL'],
    runAs: ['ALL', ':ALL'],
    commands: ['ALL'],
    anyCommand: true,
    asRoot: true,
    noPassword: false,
  },
})

export type SudoRule = ItemOf<typeof sudoRuleFact>
