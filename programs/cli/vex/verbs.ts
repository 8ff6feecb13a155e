import type { Verb } from '@holdfast/platform/contract'
import { documentOption, outputOption, serverOption } from '../shared-options.ts'

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
      { name: 'once', summary: 'of what is open now alone; otherwise its word holds for what is found later, too' },
      documentOption,
      serverOption,
    ],
    load: () => import('./apply.ts'),
  },
  {
    name: 'vex list',
    summary: 'List the VEX documents whose word holds for what is found later',
    examples: ['holdfast vex list'],
    options: [outputOption, serverOption],
    load: () => import('./list.ts'),
  },
  {
    name: 'vex forget',
    summary: 'Let the word of a VEX document hold no more for what is found from now on; decisions by it stay',
    examples: ['holdfast vex forget https://shop.example/vex/1'],
    positionals: [{ name: 'document', summary: 'its id, its own or the one that it has here' }],
    options: [serverOption],
    load: () => import('./forget.ts'),
  },
]
