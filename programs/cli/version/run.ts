import { readFileSync } from 'node:fs'
import { release } from 'node:os'
import type { VerbContext } from '@holdfast/platform/contract'
import { exitCode } from '../exit-code.ts'

/** What this program is. */
export function ownVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** `holdfast version` */
export async function run({ options, out }: VerbContext): Promise<number> {
  const versions = {
    holdfast: ownVersion(),
    node: process.versions.node,
    system: `${process.platform}-${process.arch} ${release()}`,
  }
  if (options.output === 'json') await out(`${JSON.stringify({ schemaVersion: 1, ...versions })}\n`)
  else await out(`holdfast ${versions.holdfast} (Node ${versions.node}, ${versions.system})\n`)
  return exitCode.ok
}
