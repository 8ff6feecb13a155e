import type { Verb } from '@holdfast/platform/contract'

/** Packs as files; no server is needed. */
export const packVerbs: readonly Verb[] = [
  {
    name: 'campaign check',
    summary: 'Check a pack, or a signed pack: its form, its queries, and with --key its signature',
    examples: ['holdfast campaign check my-outbreak.json', 'holdfast campaign check signed.json --key 3cS0…'],
    positionals: [{ name: 'file', summary: 'the pack', repeated: true }],
    options: [{ name: 'key', value: 'KEY', summary: 'public key of the publisher: 32 bytes in base64url' }],
    load: async () => (await import('./packs.ts')).check,
  },
  {
    name: 'campaign template',
    summary: 'Print a pack to be filled in',
    examples: ['holdfast campaign template > my-outbreak.json'],
    options: [],
    load: async () => (await import('./packs.ts')).template,
  },
  {
    name: 'campaign new-key',
    summary: 'Make a key to sign packs with, and print its public half',
    examples: ['holdfast campaign new-key publisher.key'],
    positionals: [{ name: 'file', summary: 'where the secret half is put' }],
    options: [],
    load: async () => (await import('./packs.ts')).newKey,
  },
  {
    name: 'campaign sign',
    summary: 'Sign a pack for others to import',
    examples: ['holdfast campaign sign my-outbreak.json --key publisher.key > signed.json'],
    positionals: [{ name: 'file', summary: 'the pack' }],
    options: [{ name: 'key', value: 'FILE', summary: 'what "campaign new-key" made' }],
    load: async () => (await import('./packs.ts')).sign,
  },
]
