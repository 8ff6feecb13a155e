import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type CommandArgs, newSigningKey, type SigningKey, signCommand } from '@holdfast/platform/trust'
import { pinTrust } from './pin-trust.ts'
import { programFolder } from './program-folder.ts'
import { stageUpdate } from './stage-update.ts'

const source = 'src_1'
const command = `cmd_${'0'.repeat(22)}`
const platform = `${process.platform}-${process.arch}`
const now = new Date()

/** An installed agent that trusts `key`, with an archive in the station's hands. */
function installed(t: TestContext, members: readonly string[] = ['agent.mjs', 'bin/node']) {
  const path = mkdtempSync(join(tmpdir(), 'hf-stage-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  mkdirSync(join(path, 'program/a'), { recursive: true })
  writeFileSync(join(path, 'program/launch'), '')
  writeFileSync(join(path, 'program/a/agent.mjs'), 'the old one')
  for (const member of members) {
    mkdirSync(join(path, 'holdfast-agent', member, '..'), { recursive: true })
    writeFileSync(join(path, 'holdfast-agent', member), `new ${member}`)
  }
  const archive = join(path, 'agent.tar.gz')
  execFileSync('tar', ['-C', path, '-czf', archive, ...(members.length > 0 ? ['holdfast-agent'] : ['program/launch'])])
  const bytes = readFileSync(archive)
  const key = newSigningKey()
  const folder = programFolder(join(path, 'program/a/agent.mjs'))!
  pinTrust(folder, {
    ...{ v: 1, number: 1 },
    keys: [{ id: key.id, publicKey: key.publicKey, notBefore: '2020-01-01T00:00:00.000Z' }],
  })
  const args = {
    ...{ version: '1.0.0', platform, size: bytes.length },
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
  const order = (change: Partial<CommandArgs<'update'>> = {}, by: SigningKey = key, expires = 60_000) =>
    signCommand(
      {
        ...{ v: 1, id: command, source, kind: 'update', args: { ...args, ...change } },
        issuedAt: new Date(now.getTime() - 120_000).toISOString(),
        expiresAt: new Date(now.getTime() + expires).toISOString(),
      },
      by,
    )
  const at = (name: string) => join(path, 'program', name)
  return {
    folder,
    archive,
    args,
    order,
    at,
    stage: (signed = order(), from = archive) => stageUpdate(folder, { signed, source, archive: from }, now),
    /** Nothing of the program that runs, or that is to run, is different. */
    isUntouched: () =>
      readFileSync(at('a/agent.mjs'), 'utf8') === 'the old one' &&
      ['b', 'b.new', 'trial', 'incoming.tar.gz'].every((name) => !existsSync(at(name))),
  }
}

test('what the installation signed is laid out for trial beside what runs', (t) => {
  const agent = installed(t)
  assert.equal(agent.stage(), undefined)
  assert.equal(readFileSync(agent.at('b/agent.mjs'), 'utf8'), 'new agent.mjs')
  assert.equal(readFileSync(agent.at('b/archive.sha256'), 'utf8'), `${agent.args.sha256}\n`)
  assert.equal(readFileSync(agent.at('trial'), 'utf8'), `b ${agent.args.sha256} ${command} 0\n`)
  assert.equal(readFileSync(agent.at('a/agent.mjs'), 'utf8'), 'the old one')
  assert.ok(!existsSync(agent.at('incoming.tar.gz')) && !existsSync(agent.at('b.new')))
})

const attacks: Readonly<Record<string, [(agent: ReturnType<typeof installed>) => string | undefined, RegExp]>> = {
  'an order that somebody else signed': [({ stage, order }) => stage(order({}, newSigningKey())), /wrong-signature/],
  'an order that was changed after it was signed': [
    ({ stage, order }) => stage({ ...order(), command: order().command.replace('1.0.0', '6.6.6') }),
    /wrong-signature/,
  ],
  'an order whose time is over': [({ stage, order }) => stage(order({}, undefined, -1)), /expired/],
  'an archive that is not the one of the order': [
    ({ stage, order }) => stage(order({ sha256: '0'.repeat(64) })),
    /not the one/,
  ],
  'an archive that is shorter': [
    ({ stage, archive, args }) => {
      truncateSync(archive, args.size - 1)
      return stage()
    },
    /bytes, the order says/,
  ],
  'a link in place of the archive': [
    ({ stage, archive }) => {
      symlinkSync(archive, `${archive}.link`)
      return stage(undefined, `${archive}.link`)
    },
    /ELOOP/,
  ],
  'a folder in place of the archive': [({ stage, at }) => stage(undefined, at('a')), /bytes, the order says/],
  'an archive that is not there': [({ stage }) => stage(undefined, '/nothing'), /ENOENT/],
  'a program for another machine': [
    ({ stage, order }) => stage(order({ platform: platform === 'linux-x64' ? 'linux-arm64' : 'linux-x64' })),
    /this host is/,
  ],
  'a program that was gone back from': [
    ({ stage, at, args }) => {
      writeFileSync(at('refused'), `${args.sha256} it ended\n`)
      return stage()
    },
    /went back from that program before: it ended/,
  ],
  'any order without a key of the installation': [
    ({ stage, at }) => {
      rmSync(at('trust.json'))
      return stage()
    },
    /keeps no key/,
  ],
}

for (const [what, [attack, reason]] of Object.entries(attacks)) {
  test(`${what} changes nothing`, (t) => {
    const agent = installed(t)
    assert.match(attack(agent) ?? 'it was taken', reason)
    assert.ok(agent.isUntouched())
  })
}

test('an archive without an agent changes nothing', (t) => {
  const agent = installed(t, [])
  assert.match(agent.stage() ?? 'it was taken', /holds no agent/)
  assert.ok(agent.isUntouched())
  const half = installed(t, ['agent.mjs'])
  assert.match(half.stage() ?? 'it was taken', /holds no agent/)
  assert.ok(half.isUntouched())
})

test('an agent that lies elsewhere has no place for updates', () => {
  assert.equal(programFolder('/srv/program/0.1.0-linux-x64-abc/agent.mjs'), undefined)
  assert.equal(programFolder('/a/agent.mjs'), undefined)
})
