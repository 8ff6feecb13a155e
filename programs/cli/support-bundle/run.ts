import { writeFileSync } from 'node:fs'
import { cpus, freemem, loadavg, release, totalmem, uptime } from 'node:os'
import type { VerbContext } from '@holdfast/platform/contract'
import { externalAccess } from '@holdfast/platform/store'
import { runningAccess } from '../../server/database-access.ts'
import { readSettings, type Settings } from '../../server/settings.ts'
import { CliError } from '../cli-error.ts'
import { examine } from '../doctor/run.ts'
import { exitCode } from '../exit-code.ts'
import { ownVersion } from '../version/run.ts'
import { databaseFacts } from './database-facts.ts'
import { knownSecrets } from './known-secrets.ts'
import { maskDocument } from './mask-text.ts'
import { recentLogs } from './recent-logs.ts'

/** `holdfast support-bundle` */
export async function run({ positionals, environment, say }: VerbContext): Promise<number> {
  const file = positionals[0]!
  const settings = readSettings()
  const secrets = knownSecrets(settings, environment)
  const bundle = {
    schemaVersion: 1,
    madeAt: new Date().toISOString(),
    versions: {
      holdfast: ownVersion(),
      node: process.versions.node,
      system: `${process.platform}-${process.arch} ${release()}`,
    },
    machine: {
      cores: cpus().length,
      memory: totalmem(),
      freeMemory: freemem(),
      load: loadavg(),
      uptimeSeconds: uptime(),
    },
    settings: shownSettings(settings),
    doctor: await examine(settings),
    database: await trying(() => databaseFacts(runningAccess(settings))),
    logs: recentLogs(settings.home),
  }
  try {
    writeFileSync(file, `${JSON.stringify(maskDocument(bundle, secrets), null, 1)}\n`, { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new CliError(
      code === 'EEXIST' ? `${file} exists already: choose another name.` : `${file} cannot be written (${code}).`,
      { cause },
    )
  }
  say(
    `${file} holds versions, settings, checks, sizes and the last lines of the logs. Secrets are masked; names of hosts and paths are not: read it before you pass it on.`,
  )
  return exitCode.ok
}

/** What is set, not what it is where that would be a secret. */
function shownSettings({ databaseUrl, databaseAdminUrl, ...rest }: Settings): object {
  return { ...rest, databaseUrl: where(databaseUrl), databaseAdminUrl: where(databaseAdminUrl) }
}

function where(url: string | undefined): string | null {
  if (url === undefined) return null
  try {
    const { host, port, database } = externalAccess({ url }).login('app')
    return `${host}:${port}/${database}`
  } catch (error) {
    return `cannot be used: ${(error as Error).message}`
  }
}

/** A bundle is wanted most when something is broken. */
async function trying(work: () => Promise<object>): Promise<object> {
  try {
    return await work()
  } catch (error) {
    return { failed: (error as Error).message }
  }
}
