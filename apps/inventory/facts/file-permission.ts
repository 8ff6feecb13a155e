import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { count, maybeText, text, word } from './fields.ts'

export const filePermissionFact = defineFact('inventory', {
  name: 'inventory.file-permission',
  version: 1,
  title: 'File permission',
  summary: 'Who may read and write one of the files that the security of the host hangs on.',
  about: ['host', 'image', 'container'],
  key: ['path'],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      path: text('Path of the file or directory.'),
      kind: word(['file', 'directory', 'symlink', 'socket', 'fifo', 'block', 'character'], 'What it is.'),
      mode: text('Permission bits in octal with four digits: 0640.'),
      uid: count('Owner.'),
      gid: count('Group.'),
      owner: maybeText('Name of the owner, where there is an account of that number.', { sensitivity: 'personal' }),
      group: maybeText('Name of the group, where there is one of that number.'),
    },
    { additionalProperties: false },
  ),
  example: { path: '/etc/shadow', kind: 'file', mode: '0640', uid: 0, gid: 42, owner: 'root', group: 'shadow' },
})

export type FilePermission = ItemOf<typeof filePermissionFact>
