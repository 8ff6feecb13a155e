import { defineCli } from '@holdfast/platform/contract'

export const cli = defineCli({
  app: 'vulnerabilities',
  verbs: [],
  loadScan: async () => (await import('./cli/scan-part.ts')).scanPart,
  loadFeeds: async () => (await import('./store/library/feed-content.ts')).feedContent,
})
