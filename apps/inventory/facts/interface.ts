import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { count, flag, maybeText, text, texts, word } from './fields.ts'

export const interfaceFact = defineFact('inventory', {
  name: 'inventory.interface',
  version: 1,
  title: 'Network interface',
  summary: 'A network interface with its addresses.',
  about: ['host', 'container'],
  key: ['name'],
  dataClass: 'state',
  keepFor: 'P400D',
  schema: Type.Object(
    {
      name: text('Name in the kernel: eth0.'),
      kind: word(['physical', 'virtual', 'loopback'], 'physical where a device stands behind it.'),
      mac: maybeText('Hardware address in lower case with colons; absent where there is none.'),
      up: flag('True where the interface is up.'),
      mtu: count('Largest packet, in bytes.'),
      addresses: texts('IPv4 and IPv6 addresses with prefix length, sorted: 192.0.2.7/24.'),
    },
    { additionalProperties: false },
  ),
  example: {
    name: 'eth0',
    kind: 'physical',
    mac: '52:54:00:12:34:56',
    up: true,
    mtu: 1500,
    addresses: ['192.0.2.7/24', 'fe80::5054:ff:fe12:3456/64'],
  },
})

export type Interface = ItemOf<typeof interfaceFact>
