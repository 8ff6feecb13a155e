import type { Verb } from '@holdfast/platform/contract'
import { outputOption, serverOption } from '../shared-options.ts'

/** Vulnerabilities of a running server. */
export const vulnerabilityVerbs: readonly Verb[] = [
  {
    name: 'vulnerabilities fix-first',
    summary: 'List the upgrades that remove most risk, and what is left after them',
    examples: ['holdfast vulnerabilities fix-first', 'holdfast vulnerabilities fix-first --actions 3 -o json'],
    options: [
      { name: 'actions', value: 'NUMBER', summary: 'at most so many upgrades, 1 to 100; 10 unless told' },
      serverOption,
      outputOption,
    ],
    load: () => import('./fix-first.ts'),
  },
]
