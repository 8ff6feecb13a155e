import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createApiToken, ensureFirstOwner } from '@holdfast/platform/access'
import { defaultNetwork } from '@holdfast/platform/assets'
import { inTenant } from '@holdfast/platform/intake'
import { startInstallation } from '../journeys/installation.ts'
import { withInstallationDatabase } from './installation-database.ts'
import { installationProcesses, killNow } from './installation-processes.ts'

const main = fileURLToPath(new URL('../../programs/cli/main.ts', import.meta.url))
/** As a file far more than what lies in the buffers between a server and a reader who waits. */
const assets = 40_000

const installation = await startInstallation({ arguments: ['--no-agent'] })
after(() => installation.remove())
const { secret } = await withInstallationDatabase(installation.home, async (database) => {
  const { tenantId, personId } = await ensureFirstOwner(database, { tenant: 'Export', person: 'Owner' })
  const network = await inTenant(database, tenantId, defaultNetwork)
  await database.asTenant(
    tenantId,
    (tx) =>
      tx.query(
        `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
         select $1, 'ast_' || lpad(n::text, 22, '0'), $3, 'host',
                'host-' || n || '-' || repeat('x', 150), now(), now()
           from generate_series(1, $2) n`,
        [tenantId, assets, network],
      ),
    { timeoutMs: 120_000 },
  )
  return database.asTenant(tenantId, (tx) => createApiToken(tx, { name: 'export', scopes: ['*'], personId }))
})
const headers = { authorization: `Bearer ${secret}` }

/** Kills the server, and waits until the next one is ready. */
async function killServer(): Promise<void> {
  const server = installationProcesses(installation.home).find(({ role }) => role === 'server')
  assert.ok(server && killNow(server.pid))
}

async function backAgain(): Promise<void> {
  for (let tries = 0; ; tries++) {
    const reply = await fetch(`http://localhost:${installation.port}/readyz`).catch(() => undefined)
    if (reply?.ok) return
    assert.ok(tries < 600, 'the server came back')
    await sleep(100)
  }
}

/** Takes an export, with something happening when its first piece is there. */
async function take(door: 'plain' | 'tls', format: string, meanwhile: () => Promise<void>): Promise<string> {
  const path = `/api/v1/assets/export?format=${format}`
  const [request, port] =
    door === 'plain' ? [requestPlain, installation.port] : ([requestTls, installation.tlsPort] as const)
  const asked = request({ host: 'localhost', port, path, headers, rejectUnauthorized: false }).end()
  const [reply] = await once(asked, 'response')
  assert.equal(reply.statusCode, 200)
  let text = ''
  let begun = false
  for await (const chunk of reply.setEncoding('utf8')) {
    text += chunk
    if (!begun) await meanwhile()
    begun = true
  }
  return text
}

/** Rows of a whole file, which its form can tell. */
function rowsOf(format: string, text: string): number {
  if (format === 'json') {
    const { data, rows } = JSON.parse(text)
    assert.equal(data.length, rows)
    return rows
  }
  assert.ok(text.endsWith('\n'))
  return text.split('\n').length - (format === 'csv' ? 2 : 1)
}

for (const door of ['plain', 'tls'] as const) {
  for (const format of ['json', 'ndjson', 'csv']) {
    test(`kill -9 of the server while ${format} streams through the ${door} door: the reader sees it break, the next export is whole`, async () => {
      await assert.rejects(
        take(door, format, killServer),
        (error: NodeJS.ErrnoException) => error.code === 'ECONNRESET' || /aborted|hang up/.test(error.message),
      )
      await backAgain()
      const whole = await take(door, format, async () => {})
      assert.equal(rowsOf(format, whole), assets)
    })
  }
}

test('the command line ends with a status and words where the server is killed in the middle of a query for all', async () => {
  const environment = {
    ...process.env,
    HOLDFAST_SERVER: `http://localhost:${installation.port}`,
    HOLDFAST_TOKEN: secret,
  }
  const arguments_ = ['query', '--entity', 'assets', '--all', '-o', 'csv', '--columns', 'id,name']
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...arguments_], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  child.stderr.on('data', (chunk) => (words += chunk))
  const closed = once(child, 'close')
  let out = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    if (out === '') await killServer()
    out += chunk
  }
  const [code] = await closed
  assert.notEqual(code, 0)
  assert.match(words, /broke off in the middle: what came is not all/)
  assert.ok(out.split('\n').length < assets)
  await backAgain()
})
