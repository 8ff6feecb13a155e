import type { Verb } from '@holdfast/platform/contract'

export const verifyCasesVerb: Verb = {
  name: 'feed verify-cases',
  summary: 'Match labelled cases and tell what is found too much or too little; no feed and no server is needed',
  examples: ['holdfast feed verify-cases', 'holdfast feed verify-cases -o json'],
  options: [{ name: 'output', short: 'o', value: 'FORM', summary: 'form of the result', choices: ['table', 'json'] }],
  load: () => import('./verify-cases.ts'),
}
