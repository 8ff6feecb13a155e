import type { Verb } from '@holdfast/platform/contract'
import { documentOption, outputOption, serverOption } from '../shared-options.ts'

/** Until when findings are to be fixed. */
export const slaVerbs: readonly Verb[] = [
  {
    name: 'sla status',
    summary: 'How findings stand to their times: within, due soon, overdue, fixed in time and too late',
    examples: ['holdfast sla status', 'holdfast sla status -o json'],
    options: [outputOption, serverOption],
    load: () => import('./status.ts'),
  },
  {
    name: 'sla rules',
    summary: 'The rules that say until when findings are to be fixed',
    examples: ['holdfast sla rules', 'holdfast sla rules -o json > rules.json'],
    options: [outputOption, serverOption],
    load: () => import('./rules.ts'),
  },
  {
    name: 'sla set',
    summary: 'Make the rules of a file hold, or those of the product again; all findings are reckoned anew',
    examples: ['holdfast sla set rules.json', 'holdfast sla set --usual'],
    positionals: [
      {
        name: 'file',
        optional: true,
        summary: 'rules in JSON, as sla rules -o json writes them; "-" is standard input',
      },
    ],
    options: [{ name: 'usual', summary: 'the rules of the product' }, documentOption, serverOption],
    load: () => import('./set.ts'),
  },
]
