import type { Verb } from '@holdfast/platform/contract'
import { documentOption, outputOption, serverOption } from '../shared-options.ts'

/** Checks of one's own: assets that a query finds have a weakness. */
export const ownCheckVerbs: readonly Verb[] = [
  {
    name: 'own-check list',
    summary: 'List the checks of your own, and how many assets each finds',
    examples: ['holdfast own-check list'],
    options: [outputOption, serverOption],
    load: () => import('./list.ts'),
  },
  {
    name: 'own-check add',
    summary: 'Make a check of your own: every asset that a query finds, or that has a tag, has the weakness',
    examples: [
      'holdfast own-check add no-telnet --title "Telnet is installed" --severity high --query "software:(name:telnetd)"',
      'holdfast own-check add out-of-warranty --title "Out of warranty" --severity low --tag "Old machines"',
    ],
    positionals: [{ name: 'name', summary: 'in kebab-case; findings are known again by it' }],
    options: [
      { name: 'title', value: 'TEXT', summary: 'what is wrong, in one line' },
      {
        name: 'severity',
        value: 'SEVERITY',
        summary: 'how bad it is',
        choices: ['info', 'low', 'medium', 'high', 'critical'],
      },
      { name: 'query', value: 'QUERY', summary: 'which assets; a tag of the same name is made for it' },
      { name: 'tag', value: 'TAG', summary: 'id or name of a tag, instead of a query' },
      { name: 'why', value: 'TEXT', summary: 'why it matters' },
      { name: 'remedy', value: 'TEXT', summary: 'what ends it' },
      { name: 'cve', value: 'CVES', summary: 'CVEs that it stands for, with commas between them' },
      documentOption,
      serverOption,
    ],
    load: () => import('./add.ts'),
  },
  {
    name: 'own-check remove',
    summary: 'Take a check of your own away; what it found is closed',
    examples: ['holdfast own-check remove no-telnet'],
    positionals: [{ name: 'name', summary: 'name of the check' }],
    options: [serverOption],
    load: () => import('./remove.ts'),
  },
]
