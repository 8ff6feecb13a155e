import type { VerbContext } from '@holdfast/platform/contract'
import { runProcess } from '../../server/run-process.ts'

/** `holdfast worker` */
export async function run(_: VerbContext): Promise<number> {
  await runProcess('worker')
  return Number(process.exitCode ?? 0)
}
