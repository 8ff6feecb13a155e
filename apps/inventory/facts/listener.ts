import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { flag, maybeFlag, maybeText, text, word } from './fields.ts'

export const listenerFact = defineFact('inventory', {
  name: 'inventory.listener',
  version: 1,
  title: 'Listening socket',
  summary: 'A TCP or UDP socket that waits for peers, with the program that holds it.',
  about: ['host', 'container'],
  key: ['transport', 'address', 'port'],
  volatile: ['pids'],
  dataClass: 'state',
  keepFor: 'P400D',
  schema: Type.Object(
    {
      transport: word(['tcp', 'udp'], 'Transport protocol; IPv6 is told by the address.'),
      address: text('Local address without brackets: 0.0.0.0, ::, 127.0.0.1.'),
      port: Type.Integer({ description: 'Local port.', minimum: 0, maximum: 65_535 }),
      allInterfaces: flag('True where it accepts peers on every interface (0.0.0.0 or ::).'),
      loopback: flag('True where only this host can reach it.'),
      user: maybeText('User the socket belongs to.', { sensitivity: 'personal' }),
      process: maybeText('Name of the process that holds it; absent where that is not to be seen.'),
      executable: maybeText('Path of the program that holds it.'),
      script: maybeText('Path of the script or archive, where the program is an interpreter that runs one.'),
      package: maybeText('Package of the operating system that the script, or else the program, comes from.'),
      unit: maybeText('systemd unit that the process belongs to.'),
      container: maybeText('Id of the container that the process runs in.'),
      holdfast: maybeFlag("True where the program is Holdfast's own: its script lies in an installation of it."),
      pids: Type.Array(Type.Integer(), { description: 'Process ids that hold it.', maxItems: 4096 }),
    },
    { additionalProperties: false },
  ),
  example: {
    transport: 'tcp',
    address: '0.0.0.0',
    port: 22,
    allInterfaces: true,
    loopback: false,
    user: 'root',
    process: 'sshd',
    executable: '/usr/sbin/sshd',
    package: 'openssh-server',
    unit: 'ssh.service',
    pids: [812],
  },
})

export type Listener = ItemOf<typeof listenerFact>
