import type { OptionSpec, Verb } from '@holdfast/platform/contract'
import { documentOption as output, serverOption as server } from '../shared-options.ts'

const tenant = { name: 'tenant', summary: 'its name or id' }
const blueprint = { name: 'blueprint', summary: 'its name or id' }
const days = (name: string, summary: string): OptionSpec => ({ name, value: 'DAYS', summary })
const bound = (name: string, summary: string): OptionSpec => ({ name, value: 'N', summary })

/** What is kept of tenants and for how long, what they may have, and what a provider gives to them. */
export const tenantVerbs: readonly Verb[] = [
  {
    name: 'tenant hold',
    summary: 'Hold a tenant: nothing of it is deleted, neither by age nor by hand',
    examples: ['holdfast tenant hold "Anchor Foods" --reason "Case 4711"'],
    positionals: [tenant],
    options: [{ name: 'reason', value: 'TEXT', summary: 'why; its people see it' }, server, output],
    load: async () => (await import('./keep.ts')).hold,
  },
  {
    name: 'tenant release',
    summary: 'Let a held tenant go',
    examples: ['holdfast tenant release "Anchor Foods"'],
    positionals: [tenant],
    options: [server, output],
    load: async () => (await import('./keep.ts')).release,
  },
  {
    name: 'tenant quota',
    summary: 'Show how much a tenant may have, or say so: warned of at 80 %, nothing more enrols at the bound',
    examples: [
      'holdfast tenant quota "Anchor Foods"',
      'holdfast tenant quota "Anchor Foods" --assets 5000 --bytes 20G',
    ],
    positionals: [tenant],
    options: [
      bound('sources', 'agents and scanners; none for no bound'),
      bound('assets', 'assets; none for no bound'),
      { name: 'bytes', value: 'SIZE', summary: 'of the database, as estimated: 500M, 20G; none for no bound' },
      bound('requests', 'requests a minute on each server, 60 at least; none for no bound'),
      server,
      output,
    ],
    load: async () => (await import('./keep.ts')).quota,
  },
  {
    name: 'tenant retention',
    summary: 'Show for how long this tenant keeps what, or keep less than the installation does',
    examples: ['holdfast tenant retention', 'holdfast tenant retention --events 90 --past 180 --audit 400'],
    options: [
      days('events', 'events; none for as long as the installation'),
      days('past', 'what was: past rows and the history of facts; none for two years'),
      days('audit', 'the audit log, 366 at least; none for without end'),
      server,
      output,
    ],
    load: async () => (await import('./keep.ts')).retention,
  },
  {
    name: 'tenant export',
    summary: 'Write everything that is kept of this tenant, one row per line, to standard output',
    examples: ['holdfast tenant export > everything.ndjson'],
    options: [server],
    load: async () => (await import('./keep.ts')).everything,
  },
  {
    name: 'tenant erasures',
    summary:
      'List requests to erase tenants and what is left of erased ones; asking and agreeing take people, in the browser',
    examples: ['holdfast tenant erasures -o json'],
    options: [server, output],
    load: async () => (await import('./keep.ts')).erasures,
  },
  {
    name: 'network list',
    summary: 'List the networks of this tenant, in each of which addresses are unique',
    examples: ['holdfast network list'],
    options: [server, output],
    load: async () => (await import('./keep.ts')).networks,
  },
  {
    name: 'network create',
    summary: 'Make a network, whose addresses may be those of another one',
    examples: ['holdfast network create Plant'],
    positionals: [{ name: 'name', summary: 'what it is called' }],
    options: [server, output],
    load: async () => (await import('./keep.ts')).makeNetwork,
  },
  {
    name: 'blueprint list',
    summary: 'List what this provider gives to its tenants, and in how many it is',
    examples: ['holdfast blueprint list -o json'],
    options: [server, output],
    load: async () => (await import('./blueprints.ts')).list,
  },
  {
    name: 'blueprint push',
    summary: 'Bring a blueprint, as its objects are now, to the tenants that it is for',
    examples: ['holdfast blueprint push Standard'],
    positionals: [blueprint],
    options: [server, output],
    load: async () => (await import('./blueprints.ts')).push,
  },
  {
    name: 'blueprint withdraw',
    summary: 'Take a blueprint out of all tenants again',
    examples: ['holdfast blueprint withdraw Standard', 'holdfast blueprint withdraw Standard --leave'],
    positionals: [blueprint],
    options: [{ name: 'leave', summary: 'leave its objects to the tenants, as their own' }, server, output],
    load: async () => (await import('./blueprints.ts')).withdraw,
  },
]
