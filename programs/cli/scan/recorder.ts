import { readFile } from 'node:fs/promises'
import type { VerbContext } from '@holdfast/platform/contract'
import { exitStatus } from '@holdfast/platform/scanning'

/** `holdfast scan recorder` */
export async function run({ out }: VerbContext): Promise<number> {
  const script = new URL('record-windows.ps1', import.meta.resolve('@holdfast/kit/windows'))
  await out(await readFile(script, 'utf8'))
  return exitStatus.ok
}
