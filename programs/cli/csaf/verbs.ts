import type { Verb } from '@holdfast/platform/contract'
import { outputOption } from '../shared-options.ts'

/** Security advisories in CSAF 2.0 on the command line; no server is needed. */
export const csafVerbs: readonly Verb[] = [
  {
    name: 'csaf check',
    summary: 'Make the tests of CSAF 2.0, section 6, on an advisory or VEX document',
    examples: ['holdfast csaf check advisory.json', 'holdfast csaf check advisory.json --group mandatory -o json'],
    positionals: [{ name: 'file', summary: 'the document; "-" is standard input' }],
    options: [
      {
        name: 'group',
        value: 'GROUP',
        summary: 'these tests alone (default: all)',
        choices: ['mandatory', 'optional', 'informative'],
      },
      outputOption,
    ],
    load: () => import('./check.ts'),
  },
]
