import type { VerbContext } from '@holdfast/platform/contract'
import { readSettings, type Settings } from '../../server/settings.ts'
import { exitCode } from '../exit-code.ts'
import type { Checked } from './check.ts'
import { checkDatabase } from './check-database.ts'
import { checkDoor } from './check-door.ts'
import { checkLeftovers } from './check-leftovers.ts'
import { checkMachine } from './check-machine.ts'
import { checkServer } from './check-server.ts'

const signs = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const

/** Looks at everything; each thing by itself, so that one that fails does not hide the others. */
export async function examine(settings: Settings): Promise<Checked[]> {
  const server = await checkServer(settings)
  const database = await checkDatabase(settings)
  return [
    ...(await checkMachine(settings, server.runs)),
    ...checkLeftovers(settings, server.runs),
    ...(await checkDoor(settings, server.runs)),
    ...database,
    ...server.checks,
  ]
}

/** `holdfast doctor` */
export async function run({ options, out, say }: VerbContext): Promise<number> {
  const checks = await examine(readSettings())
  const failed = checks.filter(({ status }) => status === 'fail').length
  if (options.output === 'json') {
    await out(`${JSON.stringify({ schemaVersion: 1, ok: failed === 0, checks })}\n`)
  } else {
    const width = Math.max(...checks.map(({ name }) => name.length))
    for (const { name, status, detail, fix } of checks) {
      await out(`${signs[status]}  ${name.padEnd(width)}  ${detail}\n`)
      if (fix) await out(`      ${' '.repeat(width)}  → ${fix}\n`)
    }
    say(failed === 0 ? 'Nothing is broken.' : `${failed} of ${checks.length} checks failed.`)
  }
  return failed === 0 ? exitCode.ok : exitCode.unavailable
}
