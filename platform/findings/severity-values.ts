import type { ValueSpec } from '../search/index.ts'

/** How bad something is, as the query language says it and tables hold it: lowest first. */
export const severityValues = [
  { name: 'info', stored: 1, aliases: ['1'] },
  { name: 'low', stored: 2, aliases: ['2'] },
  { name: 'medium', stored: 3, aliases: ['3'] },
  { name: 'high', stored: 4, aliases: ['4'] },
  { name: 'critical', stored: 5, aliases: ['5'] },
] as const satisfies readonly ValueSpec[]
