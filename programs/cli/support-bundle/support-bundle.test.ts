import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { newBackupKey } from '@holdfast/platform/backup'
import { ensureCertificate } from '@holdfast/platform/http'
import { externalAccess, migrate } from '@holdfast/platform/store'
import { temporaryHome, testDatabase } from '@holdfast/platform/store/testing'
import { openInstallationKeys } from '@holdfast/platform/trust'
import { serverFaces } from '../../../apps/server.ts'
import { allParts } from '../../server/parts.ts'
import { serverKey } from '../../server/server-key.ts'
import { maskText } from './mask-text.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

test('a bundle tells what is wrong and holds no secret, wherever secrets were planted', async (t) => {
  const parts = allParts(serverFaces)
  const { access } = await testDatabase({ after }, { parts: parts.filter(({ part }) => part !== 'store') })
  const { host, database, user, password } = access.admin!
  const place = `/${database}?host=${encodeURIComponent(host)}`
  const own = `p@ss/${randomBytes(12).toString('hex')}`
  const url = `postgres://bundle_${process.pid}:${encodeURIComponent(own)}@${place}`
  const adminUrl = `postgres://${user}:${encodeURIComponent(password!)}@${place}`
  await migrate({ access: externalAccess({ url, adminUrl }), parts })
  const home = temporaryHome(t)

  const keys = openInstallationKeys(join(home.path, 'keys'), new Date().toISOString())
  const seal = serverKey(home.path)
  ensureCertificate({ folder: join(home.path, 'tls') })
  const base62 = () => randomBytes(60).toString('base64').replace(/\W/g, '').slice(0, 43)
  const cluster = { superuser: randomBytes(24).toString('base64url'), app: randomBytes(24).toString('base64url') }
  const agentKey = randomBytes(32).toString('base64url')
  mkdirSync(join(home.path, 'database'), { recursive: true })
  writeFileSync(join(home.path, 'database', 'secrets.json'), JSON.stringify(cluster))
  mkdirSync(join(home.path, 'agent', 'state'), { recursive: true })
  writeFileSync(join(home.path, 'agent', 'state', 'identity.json'), JSON.stringify({ id: 'x', privateKey: agentKey }))
  const passphrase = 'four plain words here'
  const secrets = {
    installation: keys.current.privateKey,
    seal: seal.toString('hex'),
    sealAsText: seal.toString('base64'),
    authority: readFileSync(join(home.path, 'tls', 'authority.key'), 'utf8').split('\n')[1]!,
    ...cluster,
    agentKey,
    own,
    ownInUrl: encodeURIComponent(own),
    admin: password!,
    token: `hfst_${base62()}ABC123`,
    activation: `hfak_${base62()}`,
    backup: newBackupKey().identity,
    link: base62(),
    cookie: base62(),
    person: 'hunter2-and-more',
    passphrase,
    forge: `ghp_${randomBytes(20).toString('hex')}`,
  }
  // As logs, messages and lines of commands may hold them, one by one and all together.
  const lines = Object.entries(secrets).flatMap(([name, secret]) => [
    JSON.stringify({ level: 30, msg: `Authorization: Bearer ${secret}`, token: secret }),
    JSON.stringify({ level: 50, err: { message: `connect postgres://u:${encodeURIComponent(secret)}@db/x failed` } }),
    JSON.stringify({ nested: JSON.stringify({ password: secret }), name }),
    `password=${secret}`,
    `--client-secret ${/\s/.test(secret) ? 'x' : secret} cookie: ${secret.replace(/\s/g, '')}; secret: "${secret}"`,
    `http://localhost:8080/sign-in#${secret.replace(/\s/g, '%20')}`,
  ])
  lines.push(
    readFileSync(join(home.path, 'tls', 'authority.key'), 'utf8').replaceAll('\n', '\\n'),
    'and this line is of use',
  )
  for (const [folder, name] of [
    ['logs', 'server.log'],
    ['logs', 'worker.out'],
    ['log', 'postgres.log'],
  ] as const) {
    mkdirSync(join(home.path, folder), { recursive: true })
    writeFileSync(join(home.path, folder, name), `${lines.join('\n')}\n`)
  }
  const file = join(home.path, 'bundle.json')
  const environment = {
    ...process.env,
    HOLDFAST_HOME: home.path,
    HOLDFAST_PORT: '1',
    HOLDFAST_TLS_PORT: '2',
    DATABASE_URL: url,
    DATABASE_ADMIN_URL: adminUrl,
    HOLDFAST_BACKUP_PASSPHRASE: passphrase,
    HOLDFAST_TOKEN: secrets.token,
    HOLDFAST_SERVER: 'http://127.0.0.1:1',
  }
  const run = () => spawnSync(process.execPath, [main, 'support-bundle', file], { env: environment, encoding: 'utf8' })
  const { status, stderr } = run()
  assert.equal(status, 0, stderr)
  const text = readFileSync(file, 'utf8')
  const found = Object.entries(secrets).filter(
    ([, secret]) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)),
  )
  assert.deepEqual(
    found.map(([name]) => name),
    [],
  )
  assert.ok(!text.includes('PRIVATE KEY'))
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.match(run().stderr, /exists already/)

  const bundle = JSON.parse(text)
  assert.match(bundle.versions.node, /^24\./)
  assert.ok(
    bundle.doctor.some((check: { name: string; status: string }) => check.name === 'database' && check.status === 'ok'),
    text.slice(0, 3000),
  )
  assert.ok(bundle.database.schema.some((row: { part: string }) => row.part === 'intake'))
  assert.ok(bundle.database.tables.length > 30)
  for (const name of ['ledger', 'waiting', 'jobs', 'sources', 'timelines'])
    assert.ok(Array.isArray(bundle.database[name]), name)
  assert.equal(bundle.logs['logs/server.log'].at(-1), 'and this line is of use')
  assert.equal(bundle.settings.databaseUrl, `${host}:5432/${database}`)
})

test('what is no secret stays readable', () => {
  for (const text of [
    '{"level":30,"msg":"listening","port":8080}',
    'asset ast_0123456789abcdefABCDEF was judged in 12 ms',
    '/var/lib/holdfast/database/postgres/18.4.0/lib/postgresql/dict_snowball.so',
    'digest of content 0123456789abcdef0123456789abcdef0123456789abcdef',
  ])
    assert.equal(maskText(text, []), text)
})
