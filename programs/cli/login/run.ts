import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ensureFirstOwner, isApiToken, newSignInLink } from '@holdfast/platform/access'
import type { VerbContext } from '@holdfast/platform/contract'
import { openDatabase } from '@holdfast/platform/store'
import { runningAccess } from '../../server/database-access.ts'
import { readSettings } from '../../server/settings.ts'
import { CliError } from '../cli-error.ts'
import { connectTo } from '../client/api-client.ts'
import { configPath, type SavedLogin } from '../client/saved-login.ts'
import { exitCode } from '../exit-code.ts'
import { signInLinks } from '../up/sign-in-links.ts'

/** `holdfast login` */
export async function run(context: VerbContext): Promise<number> {
  const { options } = context
  if (options.server !== undefined || options['token-stdin']) return keepToken(context)
  const settings = readSettings()
  const database = await openDatabase({
    access: runningAccess(settings),
    connections: { app: 2, jobs: 1, maintenance: 1 },
  })
  try {
    const owner = await ensureFirstOwner(database, { tenant: 'My organisation', person: 'owner' })
    const secrets = {
      loopback: await newSignInLink(database, owner, 'loopback'),
      tls: await newSignInLink(database, owner, 'tls'),
    }
    context.say('Each link works once, within 15 minutes, at its door.')
    for (const { label, url } of signInLinks(settings, secrets)) await context.out(`${label.trim()}\t${url}\n`)
    return exitCode.ok
  } finally {
    await database.close()
  }
}

/** Keeps a token for later commands, after the server has taken it. */
async function keepToken({ options, environment, say }: VerbContext): Promise<number> {
  const server = options.server as string | undefined
  if (!server || !options['token-stdin']) {
    throw new CliError('A token is kept for a server: --server URL and --token-stdin belong together.', {
      hint: 'holdfast login --server https://holdfast.example:8443 --token-stdin < token.txt',
    })
  }
  const token = readFileSync(0, 'utf8').trim()
  if (!isApiToken(token))
    throw new CliError('Standard input holds no API token (hfst_…), or a mistyped one.', { code: exitCode.denied })
  const authority = options.ca === undefined ? undefined : readFileSync(String(options.ca), 'utf8')
  const login: SavedLogin = { server: new URL(server).origin, token, ...(authority && { authority }) }
  const { json } = await connectTo(login).ask('GET', '/api/v1/session')
  const path = configPath(environment)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 })
  const { tenant } = json as { tenant: { name: string } }
  say(`Kept in ${path}: ${login.server}, tenant "${tenant.name}".`)
  return exitCode.ok
}
