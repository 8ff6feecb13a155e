import type { Verb } from '@holdfast/platform/contract'
import { documentOption, serverOption } from '../shared-options.ts'

/** VEX documents of others, and findings of a running server. */
export const vexVerbs: readonly Verb[] = [
  {
    name: 'vex apply',
    summary: 'Except open findings that a VEX document says are none (OpenVEX, CSAF 2.0, CycloneDX)',
    examples: [
      'holdfast vex apply shop.openvex.json --dry-run',
      'holdfast vex apply shop.openvex.json',
      'holdfast vex apply vendor.csaf.json --until 2027-06-30',
    ],
    positionals: [{ name: 'file', summary: 'the document; "-" is standard input' }],
    options: [
      { name: 'dry-run', summary: 'say which findings those are, and change nothing' },
      {
        name: 'until',
        value: 'DATE',
        summary: 'when the decisions end; needed where a measure prevents what was found',
      },
      documentOption,
      serverOption,
    ],
    load: () => import('./apply.ts'),
  },
]
