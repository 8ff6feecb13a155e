import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import type { TenantTransaction } from '../../contract/index.ts'
import { enrol, HttpClient, httpLink } from '../../edge/index.ts'
import {
  encodeBatch,
  encodeBody,
  newChain,
  newSourceKey,
  readPrivateKey,
  sealEnvelope,
  signEnrolment,
  toInstant,
} from '../../envelope/index.ts'
import { createActivationKey, createIntake, revokeSource } from '../../intake/index.ts'
import { intakeParts } from '../../intake/testing/sample-intake.ts'
import { testHttp } from '../testing/index.ts'
import { type AgentFiles, archiveWithin, installCommand, installCommandAtOnce } from './agent-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-agent-routes-'))
after(() => rmSync(folder, { recursive: true }))
const archivePath = join(folder, 'agent.tar.gz')
writeFileSync(archivePath, 'an archive')
const archive = {
  path: archivePath,
  name: 'agent.tar.gz',
  version: '1.0.0',
  size: 10,
  sha256: createHash('sha256').update('an archive').digest('hex'),
}
let authority = ''
const script = '#!/bin/sh\ncat > "$(dirname "$0")/key"; echo "installed from $1 with $2 $3"\n'
const files: AgentFiles = {
  installScript: () => script,
  authority: () => authority,
  version: () => '1.0.0',
  platforms: () => ['linux-x64', 'linux-arm64'],
  archive: async (platform) => (platform === 'linux-x64' ? archive : undefined),
}
const waiting: unknown[] = []
const http = await testHttp(
  { after },
  {
    parts: intakeParts,
    tls: true,
    agent: async (database) => {
      const intake = await createIntake(database, { trust: () => ({ text: 'trust' }) })
      after(() => intake.close())
      const commands = async (_: unknown, waitMs: number, stop: AbortSignal) => {
        for (let waited = 0; waiting.length === 0 && waited < waitMs && !stop.aborted; waited += 10) {
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
        return waiting.splice(0) as never[]
      }
      return { intake, commands, files }
    },
  },
)
authority = http.authority

const state = {
  run: randomBytes(16).toString('hex'),
  version: '1',
  platform: 'linux-x64',
  capabilities: ['files'] as const,
}

async function enrolled() {
  const { key: activationKey } = await http.database.asTenant(http.tenantId, (tx) =>
    createActivationKey(tx as unknown as TenantTransaction, { name: 'test' }),
  )
  const key = newSourceKey()
  const privateKey = readPrivateKey(key)
  const client = new HttpClient({ url: http.url })
  after(() => client.close())
  const claim = { activationKey, publicKey: key.publicKey, time: toInstant(Date.now()) }
  const answer = await enrol(client, {
    ...state,
    ...claim,
    proof: signEnrolment(claim, privateKey),
    kind: 'agent',
    name: 'host',
    identifiers: [],
  })
  const link = httpLink(client, { source: answer.source, privateKey } as never, () => state)
  return { ...answer, privateKey, link }
}

test('a source enrols, sends, beats, opens an epoch and hears of commands', async () => {
  const { source, epoch, privateKey, link, timeline } = await enrolled()
  const records = [{ type: 'gap', reason: 'spool-full', lost: 1, from: toInstant(0), to: toInstant(1) }]
  const sealed = sealEnvelope(newChain(source, epoch), encodeBody(records as never), {
    privateKey,
    sentAt: toInstant(Date.now()),
  })
  const first = await link.postBatch(Buffer.from(encodeBatch([sealed.envelope])))
  assert.deepEqual(first.outcomes, [{ status: 'stored' }])
  const again = await link.postBatch(Buffer.from(encodeBatch([sealed.envelope])))
  assert.deepEqual(again.outcomes, [{ status: 'duplicate' }])
  const beat = await link.heartbeat({ epoch, acknowledged: 1, waiting: 0 })
  assert.deepEqual([beat.advice, beat.timeline], ['go-on', timeline])
  assert.ok((await link.openEpoch('conflict', 1)).epoch > epoch)
  const hearing = link.commands(20, new AbortController().signal)
  setTimeout(() => waiting.push({ text: 'scan now' }), 50)
  assert.deepEqual(await hearing, [{ text: 'scan now' }])
})

test('who is not who they say is refused, and a revoked source for good', async () => {
  const mine = await enrolled()
  const other = newSourceKey()
  const client = new HttpClient({ url: http.url })
  after(() => client.close())
  const impostor = httpLink(client, { source: mine.source, privateKey: readPrivateKey(other) } as never, () => state)
  await assert.rejects(impostor.heartbeat({ epoch: 1, acknowledged: 0, waiting: 0 }), /not signed by the key/)
  await http.database.asTenant(http.tenantId, (tx) =>
    revokeSource(tx as unknown as TenantTransaction, mine.source, { by: 'per_x', at: toInstant(Date.now()) }),
  )
  // The server that remembers the source hears of it by a notice, which may take a moment.
  const beat = () => mine.link.heartbeat({ epoch: 1, acknowledged: 0, waiting: 0 }).catch((error) => error)
  let answer = await beat()
  for (let tries = 0; tries < 500 && !(answer instanceof Error); tries++) answer = await beat()
  assert.equal(answer.reason, 'revoked')
})

test('nonsense is a problem with its reason, never a failure', async () => {
  const cases: [string, string, string | Uint8Array<ArrayBuffer> | undefined, number][] = [
    ['POST', '/enrolment', 'no json', 400],
    ['POST', '/enrolment', '{}', 400],
    ['POST', '/enrolment', '[[[[', 400],
    ['POST', '/enrolment', new Uint8Array([0xff, 0xfe]), 400],
    ['POST', '/heartbeat', '{}', 400],
    ['POST', '/envelopes', new Uint8Array(100), 401],
    ['POST', '/envelopes', new Uint8Array(9 * 1024 * 1024), 413],
    ['GET', '/commands?wait=1e99', undefined, 400],
    ['GET', '/archive/windows-x64', undefined, 404],
    ['GET', '/archive/..%2f..%2fetc', undefined, 404],
    ['GET', '/nothing', undefined, 404],
  ]
  for (const [method, path, body, status] of cases) {
    const reply = await fetch(`${http.url}/agent/v1${path}`, { method, ...(body !== undefined && { body }) })
    assert.equal(reply.status, status, path)
    assert.match(reply.headers.get('content-type')!, /problem\+json/, path)
    await reply.text()
  }
})

test('the install command checks all that it downloads, also over a certificate that nobody knows yet', async () => {
  const command = await installCommand(files, { server: http.tlsUrl!, ownAuthority: true }, 'hfak_test')
  const run = (text: string) => promisify(execFile)('bash', ['-c', text.replace('sudo ', '')])
  const { stdout } = await run(command)
  assert.match(stdout, new RegExp(`installed from https://localhost:\\d+ with x64=${archive.sha256} .*authority.pem`))
  const tampered = { ...files, installScript: () => `${script}# more` }
  await assert.rejects(
    run(await installCommand(tampered, { server: http.tlsUrl!, ownAuthority: true }, 'hfak_test')),
    /FAILED|did NOT match/,
  )
  const plain = await installCommand(files, { server: http.url, ownAuthority: true }, 'hfak_test')
  assert.ok(!plain.includes('-fsSk') && !plain.includes('authority'))
  await run(plain)
})

test('what is still being packed holds nobody up: the command names what is there, and says that there will be more', async () => {
  const place = { server: http.url, ownAuthority: true }
  const slow: AgentFiles = { ...files, archive: () => new Promise(() => {}) }
  assert.deepEqual(await installCommandAtOnce(slow, place, 'hfak_test'), { command: null, packing: true })
  assert.equal(await archiveWithin(slow, 'linux-x64', 20), 'packing')
  assert.equal(await archiveWithin(files, 'linux-x64', 10_000), archive)
  const half: AgentFiles = {
    ...files,
    platforms: () => ['linux-x64', 'linux-arm64'],
    archive: (platform) => (platform === 'linux-x64' ? files.archive(platform) : new Promise(() => {})),
  }
  const { command, packing } = await installCommandAtOnce(half, place, 'hfak_test')
  assert.ok(command?.includes(`x64=${archive.sha256}`) && !command.includes('arm64') && packing)
  const broken: AgentFiles = { ...files, archive: async () => Promise.reject(new Error('no space is left')) }
  assert.deepEqual(await installCommandAtOnce(broken, place, 'hfak_test'), { command: null, packing: false })
})
