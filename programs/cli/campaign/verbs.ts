import type { Verb } from '@holdfast/platform/contract'
import { documentOption, outputOption, serverOption } from '../shared-options.ts'

const campaign = { name: 'campaign', summary: 'its name, as queries call it, or its id' }

/** Campaigns of a running server, and packs that they are opened by. */
export const campaignVerbs: readonly Verb[] = [
  {
    name: 'campaign list',
    summary: 'List campaigns and the packs that one can be opened by',
    examples: ['holdfast campaign list', 'holdfast campaign list -o json'],
    options: [serverOption, outputOption],
    load: async () => (await import('./run.ts')).list,
  },
  {
    name: 'campaign show',
    summary: 'Show how the assets of a campaign stand, and when it is over at this pace',
    examples: ['holdfast campaign show wannacry', 'holdfast campaign show wannacry --fail-on-open'],
    positionals: [campaign],
    options: [
      { name: 'fail-on-open', summary: 'exit with 1 where an asset is exploitable, infected or not assessed' },
      serverOption,
      documentOption,
    ],
    load: async () => (await import('./run.ts')).show,
  },
  {
    name: 'campaign open',
    summary: 'Open a campaign by a pack, and wait for its first complete list',
    examples: ['holdfast campaign open wannacry', 'holdfast campaign open log4shell --deadline 2026-12-31'],
    positionals: [{ name: 'pack', summary: 'id of the pack: wannacry' }],
    options: [
      { name: 'deadline', value: 'DATE', summary: 'until when it is to be over; as the pack says unless told' },
      { name: 'note', value: 'TEXT', summary: 'for whoever looks at it later' },
      serverOption,
      documentOption,
    ],
    load: async () => (await import('./run.ts')).open,
  },
  {
    name: 'campaign close',
    summary: 'Close a campaign; its list stays as it is',
    examples: ['holdfast campaign close wannacry'],
    positionals: [campaign],
    options: [{ name: 'note', value: 'TEXT', summary: 'what came of it' }, serverOption],
    load: async () => (await import('./run.ts')).close,
  },
  {
    name: 'campaign guests on',
    summary: 'Let anyone open a tenant of their own for one campaign, which ends by itself',
    examples: ['holdfast campaign guests on wannacry', 'holdfast campaign guests on log4shell --most 50 --days 14'],
    positionals: [{ name: 'pack', summary: 'id of the pack: wannacry' }],
    options: [
      { name: 'most', value: 'NUMBER', summary: 'tenants that live at one time at most, 1 to 1000; 20 unless told' },
      { name: 'days', value: 'NUMBER', summary: 'that each of them lives, 1 to 90; 30 unless told' },
      serverOption,
    ],
    load: async () => (await import('./guests.ts')).on,
  },
  {
    name: 'campaign guests off',
    summary: 'Let nobody open a tenant for a campaign any more; those that live go on to their end',
    examples: ['holdfast campaign guests off wannacry'],
    positionals: [{ name: 'pack', summary: 'id of the pack' }],
    options: [serverOption],
    load: async () => (await import('./guests.ts')).off,
  },
  {
    name: 'campaign guests list',
    summary: 'List the tenants of guests that live, and for which packs one can be opened',
    examples: ['holdfast campaign guests list', 'holdfast campaign guests list -o json'],
    options: [serverOption, outputOption],
    load: async () => (await import('./guests.ts')).list,
  },
  {
    name: 'campaign guests extend',
    summary: 'Give the tenant of a guest more days; its end is announced anew',
    examples: ['holdfast campaign guests extend ten_0123456789abcdefABCDEF 14'],
    positionals: [
      { name: 'tenant', summary: 'its id, as the list tells it' },
      { name: 'days', summary: 'how many more, 1 to 90' },
    ],
    options: [serverOption],
    load: async () => (await import('./guests.ts')).extend,
  },
  {
    name: 'campaign import',
    summary: 'Import a signed pack; a campaign that follows it goes on by it at once',
    examples: ['holdfast campaign import wannacry-10.json'],
    positionals: [{ name: 'file', summary: 'the signed pack' }],
    options: [serverOption],
    load: async () => (await import('./run.ts')).importFile,
  },
  {
    name: 'campaign trust',
    summary: 'Take packs that this publisher signed',
    examples: ['holdfast campaign trust "Example CERT" 3cS0…'],
    positionals: [
      { name: 'name', summary: 'who it is' },
      { name: 'key', summary: 'the public key: 32 bytes in base64url' },
    ],
    options: [serverOption],
    load: async () => (await import('./run.ts')).trust,
  },
]
