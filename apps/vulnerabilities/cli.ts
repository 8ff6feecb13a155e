import { defineCli } from '@holdfast/platform/contract'
import { scoreVerb } from './cli/score-verb.ts'
import { verifyCasesVerb } from './cli/verify-cases-verb.ts'

export const cli = defineCli({
  app: 'vulnerabilities',
  verbs: [scoreVerb, verifyCasesVerb],
  loadScan: async () => (await import('./cli/scan-part.ts')).scanPart,
  loadFeeds: async () => (await import('./store/library/feed-content.ts')).feedContent,
})
