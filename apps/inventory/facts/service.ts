import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { maybeFlag, maybeText, text, word } from './fields.ts'

/** Scopes: `systemd`, `sysv`, `openrc`. */
export const serviceFact = defineFact('inventory', {
  name: 'inventory.service',
  version: 1,
  title: 'Service',
  summary: 'A service that the host can start by itself: a systemd unit or an init script.',
  about: ['host', 'image', 'container'],
  key: ['name'],
  dataClass: 'state',
  keepFor: 'P400D',
  schema: Type.Object(
    {
      name: text('Name with its kind: ssh.service, docker.socket; without for init scripts.'),
      manager: word(['systemd', 'sysv', 'openrc'], 'Who starts it.'),
      description: maybeText('What it is, in its own words.'),
      enabled: word(
        ['enabled', 'disabled', 'static', 'indirect', 'alias', 'generated', 'masked'],
        'Whether it is started by itself, in the words of systemctl is-enabled.',
      ),
      running: maybeFlag('True where processes of it run now; absent where processes were not seen.'),
      command: maybeText('First command it starts, with secrets masked.'),
      user: maybeText('User it runs as, where it names one.', { sensitivity: 'personal' }),
      path: text('File that defines it.'),
      package: maybeText('Package of the operating system that the file comes from.'),
    },
    { additionalProperties: false },
  ),
  example: {
    name: 'ssh.service',
    manager: 'systemd',
    description: 'OpenBSD Secure Shell server',
    enabled: 'enabled',
    running: true,
    command: '/usr/sbin/sshd -D $SSHD_OPTS',
    path: '/lib/systemd/system/ssh.service',
    package: 'openssh-server',
  },
})

export type Service = ItemOf<typeof serviceFact>
