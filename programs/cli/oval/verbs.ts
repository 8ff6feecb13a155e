import type { Verb } from '@holdfast/platform/contract'
import { hostOptions } from '../scan/options.ts'
import { documentOption } from '../shared-options.ts'

/** OVAL definitions on the command line; no server is needed. */
export const ovalVerbs: readonly Verb[] = [
  {
    name: 'oval eval',
    summary: 'Evaluate OVAL definitions on this host, another, a tree of files, or what was recorded',
    examples: [
      'holdfast oval eval definitions.xml',
      'holdfast oval eval definitions.xml --ssh root@db-1 --results results.xml',
      'holdfast oval eval definitions.xml --syschar system.xml --definition oval:org.example:def:1 -o json',
      'holdfast oval eval definitions.xml --root /mnt/image --variables values.xml',
    ],
    positionals: [{ name: 'definitions', summary: 'the document of definitions; "-" is standard input' }],
    options: [
      {
        name: 'syschar',
        value: 'FILE',
        summary: 'system characteristics: what was recorded of a system, in place of a look',
      },
      { name: 'definition', value: 'ID', summary: 'this definition alone', repeated: true },
      { name: 'variables', value: 'FILE', summary: 'values for external variables' },
      { name: 'results', value: 'FILE', summary: 'write a document of OVAL results here, with full detail' },
      ...hostOptions.filter(({ name }) => name !== 'recording'),
      documentOption,
    ],
    load: () => import('./evaluate.ts'),
  },
]
