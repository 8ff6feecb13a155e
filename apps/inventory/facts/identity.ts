import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { maybeInstant, maybeText, texts } from './fields.ts'

/** What the platform's asset identity merges on. */
export const identityFact = defineFact('inventory', {
  name: 'inventory.identity',
  version: 1,
  title: 'Identity',
  summary: 'Names and numbers by which this host can be told from others.',
  about: ['host', 'image', 'container'],
  key: [],
  volatile: ['bootId', 'bootedAt'],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      hostname: maybeText('Host name.'),
      machineId: maybeText('Machine id of systemd or D-Bus: 32 hex digits; clones of one image share it.'),
      productUuid: maybeText('UUID of the machine, from its firmware, in lower case.'),
      cloudInstanceId: maybeText('Instance id in its cloud, as cloud-init recorded it: i-0abc….'),
      macs: texts('Hardware addresses of the physical interfaces, sorted.'),
      bootId: maybeText('Random id of the present boot.'),
      bootedAt: maybeInstant('When it was started.'),
    },
    { additionalProperties: false },
  ),
  example: {
    hostname: 'db-1',
    machineId: 'f3b0c44298fc1c149afbf4c8996fb924',
    macs: ['52:54:00:12:34:56'],
    bootId: 'a3bb189e-8bf9-3888-9912-ace4e6543002',
    bootedAt: '2026-11-20T08:00:00.000Z',
  },
})

export type Identity = ItemOf<typeof identityFact>
