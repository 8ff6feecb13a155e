import type { Verb } from '@holdfast/platform/contract'
import { outputOption as output, serverOption as server } from '../shared-options.ts'

const token = { name: 'token', summary: 'public id: tok_…' }

/** API tokens on the command line. */
export const tokenVerbs: readonly Verb[] = [
  {
    name: 'token list',
    summary: 'List API tokens; never a secret',
    examples: ['holdfast token list', 'holdfast token list -o json'],
    options: [{ name: 'columns', value: 'A,B', summary: 'columns of table and csv' }, server, output],
    load: async () => ({ run: (await import('./run.ts')).list }),
  },
  {
    name: 'token create',
    summary: 'Make an API token; its secret goes to standard output, once',
    examples: [
      'holdfast token create "nightly export" --scopes findings:read,assets:read --days 30',
      'holdfast token create ci --scopes "*:read" --service-account svc_… > token.txt',
    ],
    positionals: [{ name: 'name', summary: 'what uses it' }],
    options: [
      { name: 'scopes', value: 'A,B', summary: 'what it may: permissions or patterns of them' },
      { name: 'days', value: 'N', summary: 'how long it holds (default 90)' },
      { name: 'service-account', value: 'ID', summary: 'the service account that it is of' },
      server,
    ],
    load: async () => ({ run: (await import('./run.ts')).create }),
  },
  {
    name: 'token rotate',
    summary: 'Make a token in the place of another, which goes on for a while',
    examples: ['holdfast token rotate tok_… --overlap 48 > token.txt'],
    positionals: [token],
    options: [{ name: 'overlap', value: 'HOURS', summary: 'how long the old one goes on (default 24)' }, server],
    load: async () => ({ run: (await import('./run.ts')).rotate }),
  },
  {
    name: 'token revoke',
    summary: 'End a token at once, with what listens by it',
    examples: ['holdfast token revoke tok_…'],
    positionals: [token],
    options: [server],
    load: async () => ({ run: (await import('./run.ts')).revoke }),
  },
]
