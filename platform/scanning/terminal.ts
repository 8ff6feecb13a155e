import type { VerbContext } from '../contract/index.ts'
import type { TableOptions } from './forms/write-table.ts'

/** How wide a table may be and whether it may have colours, where the result goes. */
export function tableOptions({ environment }: VerbContext): TableOptions {
  const terminal = process.stdout.isTTY === true
  const plain = environment.NO_COLOR !== undefined || environment.TERM === 'dumb'
  return { width: terminal ? Math.max(process.stdout.columns ?? 100, 60) : 160, colour: terminal && !plain }
}
