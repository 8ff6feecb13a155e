import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { count, maybeFlag, maybeInstant, maybeText, text } from './fields.ts'

/** Processes with the same program, command line and user are one item, so that a restart changes nothing. Kernel threads are left out. */
export const processFact = defineFact('inventory', {
  name: 'inventory.process',
  version: 1,
  title: 'Process',
  summary: 'A program that runs, with its command line and user; equal processes are one item with a count.',
  about: ['host', 'container'],
  key: ['name', 'user', 'digest'],
  volatile: ['count', 'pids', 'startedAt', 'residentBytes'],
  dataClass: 'activity',
  keepFor: 'P90D',
  schema: Type.Object(
    {
      name: text('Name of the process as the kernel has it.'),
      user: text('User it runs as; the number where the user has no name.', { sensitivity: 'personal' }),
      uid: count('Effective user id.'),
      digest: text(
        'First 16 hex digits of the SHA-256 of program and command line (masked), to tell equal names apart.',
      ),
      command: text('Command line with secrets masked, cut at 1,024 characters.', { sensitivity: 'personal' }),
      executable: maybeText('Path of the program; absent where that is not to be seen.'),
      replaced: maybeFlag('True where the file of the program was removed or replaced after the start.'),
      script: maybeText('Path of the script or archive, where the program is an interpreter that runs one.'),
      package: maybeText('Package of the operating system that the script, or else the program, comes from.'),
      unit: maybeText('systemd unit it belongs to.'),
      container: maybeText('Id of the container it runs in.'),
      count: count('How many of them run.'),
      pids: Type.Array(Type.Integer(), { description: 'Process ids, lowest first; at most 64.', maxItems: 64 }),
      startedAt: maybeInstant('When the oldest of them started.'),
      residentBytes: count('Memory of all of them together, in bytes.'),
    },
    { additionalProperties: false },
  ),
  example: {
    name: 'nginx',
    user: 'www-data',
    uid: 33,
    digest: '9f86d081884c7d65',
    command: 'nginx: worker process',
    executable: '/usr/sbin/nginx',
    package: 'nginx',
    unit: 'nginx.service',
    count: 4,
    pids: [911, 912, 913, 914],
    startedAt: '2026-11-20T08:00:01.000Z',
    residentBytes: 25_165_824,
  },
})

export type Process = ItemOf<typeof processFact>
