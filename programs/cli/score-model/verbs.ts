import type { Verb } from '@holdfast/platform/contract'
import { documentOption, outputOption, serverOption } from '../shared-options.ts'

/** The formula by which a running server scores. */
export const scoreModelVerbs: readonly Verb[] = [
  {
    name: 'score-model show',
    summary:
      'The formula of the score: every term with its weight and its bounds, and what is set otherwise than published',
    examples: ['holdfast score-model show', 'holdfast score-model show -o json'],
    options: [outputOption, serverOption],
    load: () => import('./show.ts'),
  },
  {
    name: 'score-model set',
    summary: 'Weigh the terms otherwise, within their bounds, or as published again; all is scored anew',
    examples: ['holdfast score-model set weights.json', 'holdfast score-model set --usual'],
    positionals: [
      {
        name: 'file',
        optional: true,
        summary:
          'JSON: {"weights": {"severity": 450, "epss": 170}, "place": {"criticality": {"2": 0.75}}}; "-" is standard input',
      },
    ],
    options: [{ name: 'usual', summary: 'the published weights' }, documentOption, serverOption],
    load: () => import('./set.ts'),
  },
]
