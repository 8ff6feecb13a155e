import type { VerbContext } from '@holdfast/platform/contract'
import { runProcess } from '../../server/run-process.ts'

/** `holdfast server` */
export async function run(_: VerbContext): Promise<number> {
  await runProcess('server')
  return Number(process.exitCode ?? 0)
}
