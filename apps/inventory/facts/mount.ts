import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { text, texts, word } from './fields.ts'

/** Scope `mounted` says what is mounted now, scope `configured` what /etc/fstab wants. */
export const mountFact = defineFact('inventory', {
  name: 'inventory.mount',
  version: 1,
  title: 'Mount',
  summary: 'A file system that is mounted (scope "mounted") or configured to be (scope "configured").',
  about: ['host', 'image', 'container'],
  key: ['path'],
  dataClass: 'state',
  keepFor: 'P400D',
  schema: Type.Object(
    {
      path: text('Where it is mounted; where several lie over each other, the topmost.'),
      device: text('What is mounted: a device, a remote path, or the name of a virtual file system.'),
      type: text('Type of the file system: ext4, nfs4, tmpfs.'),
      kind: word(['disk', 'network', 'memory', 'overlay', 'kernel'], 'What stands behind it.'),
      options: texts('Mount options, sorted: nodev, nosuid, rw.'),
    },
    { additionalProperties: false },
  ),
  example: { path: '/', device: '/dev/vda1', type: 'ext4', kind: 'disk', options: ['relatime', 'rw'] },
})

export type Mount = ItemOf<typeof mountFact>
