import type { Verb } from '@holdfast/platform/contract'
import { outputOption } from '../shared-options.ts'

/** CVSS on the command line; no server is needed. */
export const cvssVerbs: readonly Verb[] = [
  {
    name: 'cvss',
    summary: 'Score a CVSS vector of version 2.0, 3.0, 3.1 or 4.0',
    examples: [
      'holdfast cvss CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
      'holdfast cvss -o json CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
      'holdfast cvss --stdin -o ndjson < vectors.txt',
    ],
    positionals: [{ name: 'vector', summary: 'the vector', optional: true }],
    options: [{ name: 'stdin', summary: 'read vectors, one a line, and answer one line each' }, outputOption],
    load: () => import('./score.ts'),
  },
]
