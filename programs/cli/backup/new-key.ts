import { writeFileSync } from 'node:fs'
import { newBackupKey } from '@holdfast/platform/backup'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

/** `holdfast backup new-key` */
export async function run({ positionals, out, say }: VerbContext): Promise<number> {
  const path = positionals[0]!
  const { recipient, identity } = newBackupKey()
  try {
    writeFileSync(path, `${identity}\n`, { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new CliError(
      code === 'EEXIST' ? `${path} exists already: choose another name.` : `${path} cannot be written (${code}).`,
      { cause },
    )
  }
  await out(`${recipient}\n`)
  say(
    `The secret half is in ${path}: keep it where the server cannot read it. What was printed is the public half, for --recipient.`,
  )
  return exitCode.ok
}
