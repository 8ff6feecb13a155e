import type { OptionSpec, Verb } from '@holdfast/platform/contract'
import { documentOption as asDocument, outputOption as output, serverOption as server } from '../shared-options.ts'

const reason: OptionSpec = { name: 'reason', value: 'TEXT', summary: 'why, for whoever reads it later' }
const key = { name: 'key', summary: 'its name or id' }
const profile = { name: 'profile', summary: 'its name or id' }
const whichRollout = { name: 'rollout', optional: true, summary: 'its version or id; the newest one unless told' }
const tag = (summary: string): OptionSpec => ({ name: 'tag', value: 'TAG', repeated: true, summary })

/** How many agents are kept alike: keys, profiles, rings and rules of a running server. */
export const fleetVerbs: readonly Verb[] = [
  {
    name: 'agent key list',
    summary: 'List activation keys; never a key itself',
    examples: ['holdfast agent key list', 'holdfast agent key list -o json'],
    options: [server, output],
    load: async () => ({ run: (await import('./keys.ts')).list }),
  },
  {
    name: 'agent key create',
    summary: 'Make an activation key; the command that installs an agent by it goes to standard output, once',
    examples: [
      'holdfast agent key create "Plant 7" --tag Production --limit 40 --days 30',
      'holdfast agent key create ci --module inventory --key-only > key.txt',
    ],
    positionals: [{ name: 'name', summary: 'what it is for' }],
    options: [
      tag('a tag that the assets of its agents get (more than once for several)'),
      { name: 'module', value: 'APP', repeated: true, summary: 'an app that they may run (all unless named)' },
      { name: 'network', value: 'NETWORK', summary: 'the network that they are in, by name or id' },
      { name: 'limit', value: 'N', summary: 'how many may enrol (as many as want to)' },
      { name: 'days', value: 'N', summary: 'how long it can be used (without end)' },
      { name: 'proxy', value: 'URL', summary: 'HTTP proxy that the command is to name' },
      {
        name: 'platform',
        value: 'NAME',
        summary: 'for one kind of machine only',
        choices: ['linux-x64', 'linux-arm64'],
      },
      { name: 'key-only', summary: 'print the key in place of the command' },
      server,
      asDocument,
    ],
    load: async () => ({ run: (await import('./keys.ts')).create }),
  },
  {
    name: 'agent key disable',
    summary: 'Let nobody enrol with a key for now; agents that have it go on',
    examples: ['holdfast agent key disable "Plant 7" --reason "It stood in a mail."'],
    positionals: [key],
    options: [reason, server],
    load: async () => (await import('./keys.ts')).disable,
  },
  {
    name: 'agent key enable',
    summary: 'Let a disabled key work again',
    examples: ['holdfast agent key enable "Plant 7"'],
    positionals: [key],
    options: [server],
    load: async () => (await import('./keys.ts')).enable,
  },
  {
    name: 'agent key revoke',
    summary: 'End a key for good; agents that have it go on',
    examples: ['holdfast agent key revoke "Plant 7"'],
    positionals: [key],
    options: [server],
    load: async () => ({ run: (await import('./keys.ts')).revoke }),
  },
  {
    name: 'agent profile list',
    summary: 'List configuration profiles in the order in which they are asked',
    examples: ['holdfast agent profile list'],
    options: [server, output],
    load: async () => ({ run: (await import('./profiles.ts')).list }),
  },
  {
    name: 'agent profile show',
    summary: 'Show what a profile sets, and for whom it is',
    examples: ['holdfast agent profile show "Web servers"', 'holdfast agent profile show prf_… -o json'],
    positionals: [profile],
    options: [server, asDocument],
    load: async () => ({ run: (await import('./profiles.ts')).show }),
  },
  {
    name: 'agent profile create',
    summary: 'Make a configuration profile; its id goes to standard output',
    examples: [
      'holdfast agent profile create Gentle --settings gentle.json --default',
      'holdfast agent profile create "Very gentle" --settings - --tag Web < gentle.json',
    ],
    positionals: [{ name: 'name', summary: 'what it is called' }],
    options: [
      {
        name: 'settings',
        value: 'FILE',
        summary: 'JSON: the settings, or a profile as it is shown; "-" is standard input',
      },
      tag('a tag whose assets’ agents it is for (more than once for several)'),
      { name: 'default', summary: 'for agents that no other profile is for' },
      { name: 'priority', value: 'N', summary: '1 is asked first' },
      server,
    ],
    load: async () => ({ run: (await import('./profiles.ts')).create }),
  },
  {
    name: 'agent profile assign',
    summary: 'Say for whom a profile is: agents of which an asset has one of some tags',
    examples: [
      'holdfast agent profile assign "Web servers" --tag Web --tag "Sites/Prague" --priority 5',
      'holdfast agent profile assign Gentle --default',
    ],
    positionals: [profile],
    options: [
      tag('a tag in place of those that it has (more than once for several)'),
      { name: 'default', summary: 'for agents that no other profile is for' },
      { name: 'nobody', summary: 'for no tag, and not the default one' },
      { name: 'priority', value: 'N', summary: '1 is asked first' },
      server,
    ],
    load: async () => ({ run: (await import('./profiles.ts')).assign }),
  },
  {
    name: 'agent ring list',
    summary: 'List the rings in which agents are updated, and how the newest version stands',
    examples: ['holdfast agent ring list', 'holdfast agent ring list -o json > rings.json'],
    options: [server, output],
    load: async () => ({ run: (await import('./rings.ts')).list }),
  },
  {
    name: 'agent ring set',
    summary: 'Set all rings from a file, in the form in which they are listed as JSON; a tag by its name or id',
    examples: ['holdfast agent ring set rings.json', 'holdfast agent ring set - < rings.json'],
    positionals: [{ name: 'file', summary: 'JSON; "-" is standard input' }],
    options: [server, output],
    load: async () => ({ run: (await import('./rings.ts')).set }),
  },
  {
    name: 'agent ring rollout',
    summary: 'Send the version that the server hands out on its way through the rings',
    examples: ['holdfast agent ring rollout'],
    options: [server],
    load: async () => ({ run: (await import('./rings.ts')).rollout }),
  },
  {
    name: 'agent ring pause',
    summary: 'Hold a version where it is: nobody more is told to update',
    examples: ['holdfast agent ring pause --reason "The freeze begins."'],
    positionals: [whichRollout],
    options: [reason, server],
    load: async () => (await import('./rings.ts')).pause,
  },
  {
    name: 'agent ring resume',
    summary: 'Let a version that is held go on; what failed in its present ring is forgiven',
    examples: ['holdfast agent ring resume'],
    positionals: [whichRollout],
    options: [server],
    load: async () => (await import('./rings.ts')).resume,
  },
  {
    name: 'agent ring stop',
    summary: 'End a version where it is: who has it keeps it',
    examples: ['holdfast agent ring stop 0.2.0'],
    positionals: [whichRollout],
    options: [server],
    load: async () => (await import('./rings.ts')).stop,
  },
  {
    name: 'agent ring rollback',
    summary: 'Have everybody who took a version go back to the one before',
    examples: ['holdfast agent ring rollback --reason "It is slow."', 'holdfast agent ring rollback 0.2.0'],
    positionals: [whichRollout],
    options: [reason, server],
    load: async () => ({ run: (await import('./rings.ts')).rollback }),
  },
  {
    name: 'agent rule list',
    summary: 'List the rules about assets that nobody hears of any more',
    examples: ['holdfast agent rule list'],
    options: [server, output],
    load: async () => ({ run: (await import('./rules.ts')).list }),
  },
  {
    name: 'agent rule preview',
    summary: 'Print which assets a rule, or a query, would concern now; nothing is changed',
    examples: [
      'holdfast agent rule preview "Gone for a quarter"',
      'holdfast agent rule preview --query "kind:host and lastSeen < now-90d" --purge',
    ],
    positionals: [{ name: 'rule', optional: true, summary: 'its name or id' }],
    options: [
      { name: 'query', value: 'QUERY', summary: 'a query in place of a rule' },
      { name: 'purge', summary: 'whether the query could purge, too' },
      server,
      output,
    ],
    load: async () => ({ run: (await import('./rules.ts')).preview }),
  },
  {
    name: 'agent rule create',
    summary: 'Make a rule that is asked once a day; its id goes to standard output',
    examples: [
      'holdfast agent rule create "Gone for a month" --query "lastSeen < now-30d"',
      'holdfast agent rule create "Gone for a quarter" --query "kind:host and lastSeen < now-90d" --purge',
    ],
    positionals: [{ name: 'name', summary: 'what it is called' }],
    options: [
      { name: 'query', value: 'QUERY', summary: 'the assets that it concerns' },
      { name: 'purge', summary: 'take them out, in place of calling them stale' },
      { name: 'off', summary: 'do not ask it until it is switched on' },
      server,
    ],
    load: async () => ({ run: (await import('./rules.ts')).create }),
  },
  {
    name: 'agent rule run',
    summary: 'Carry a rule out now, and wait until it is done',
    examples: ['holdfast agent rule run "Gone for a quarter"'],
    positionals: [{ name: 'rule', summary: 'its name or id' }],
    options: [{ name: 'detach', summary: 'do not wait for its end' }, server],
    load: async () => ({ run: (await import('./rules.ts')).runRule }),
  },
]
