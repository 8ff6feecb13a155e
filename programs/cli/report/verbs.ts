import type { Verb } from '@holdfast/platform/contract'
import { outputOption } from '../shared-options.ts'

/** Reports of other scanners on the command line; no server is needed. */
export const reportVerbs: readonly Verb[] = [
  {
    name: 'report read',
    summary: 'Read the report of another scanner: its findings in one form, whatever it was written in',
    examples: [
      'holdfast report read scan.nessus',
      'holdfast report read results.sarif -o json',
      'trivy image --format json alpine | holdfast report read - --fail-on high',
    ],
    positionals: [
      {
        name: 'file',
        summary: 'JSON, JSON lines, XML or a table, known by its content; "-" is standard input',
      },
    ],
    options: [
      outputOption,
      {
        name: 'fail-on',
        value: 'SEVERITY',
        summary: 'exit 1 when a finding is at or above',
        choices: ['info', 'low', 'medium', 'high', 'critical'],
      },
    ],
    load: () => import('./read.ts'),
  },
]
