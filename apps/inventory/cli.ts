import { defineCli } from '@holdfast/platform/contract'

export const cli = defineCli({
  app: 'inventory',
  verbs: [],
  loadScan: async () => (await import('./cli/scan-part.ts')).scanPart,
})
