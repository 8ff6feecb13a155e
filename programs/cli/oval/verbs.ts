import type { Verb } from '@holdfast/platform/contract'
import { documentOption } from '../shared-options.ts'

/** OVAL definitions on the command line; no server is needed. */
export const ovalVerbs: readonly Verb[] = [
  {
    name: 'oval eval',
    summary: 'Evaluate OVAL definitions over what was recorded of a system',
    examples: [
      'holdfast oval eval definitions.xml --syschar system.xml',
      'holdfast oval eval definitions.xml --syschar system.xml --definition oval:org.example:def:1 -o json',
      'holdfast oval eval definitions.xml --syschar system.xml --variables values.xml --results results.xml',
    ],
    positionals: [{ name: 'definitions', summary: 'the document of definitions; "-" is standard input' }],
    options: [
      { name: 'syschar', value: 'FILE', summary: 'system characteristics: what was recorded of the system' },
      { name: 'definition', value: 'ID', summary: 'this definition alone', repeated: true },
      { name: 'variables', value: 'FILE', summary: 'values for external variables' },
      { name: 'results', value: 'FILE', summary: 'write a document of OVAL results here, with full detail' },
      documentOption,
    ],
    load: () => import('./evaluate.ts'),
  },
]
