import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { newSigningKey } from '@holdfast/platform/trust'
import { signProgram } from '../pack/sign-program.ts'
import { pinTrust } from '../update/pin-trust.ts'
import type { ProgramFolder } from '../update/program-folder.ts'
import { checkProgram } from './check-program.ts'

/** An installed agent of a few small files, delivered with a signed list. */
function installed(t: TestContext, signed = true) {
  const path = mkdtempSync(join(tmpdir(), 'hf-integrity-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  chmodSync(path, 0o755)
  const folder: ProgramFolder = { path, own: 'a', other: 'b' }
  mkdirSync(join(path, 'a/bin'), { recursive: true })
  for (const name of ['a/agent.mjs', 'a/bin/node', 'a/launch', 'launch'])
    writeFileSync(join(path, name), name, { mode: 0o755 })
  const key = newSigningKey()
  if (signed) signProgram(join(path, 'a'), key)
  pinTrust(folder, {
    v: 1,
    number: 1,
    keys: [{ id: key.id, publicKey: key.publicKey, notBefore: '2020-01-01T00:00:00.000Z' }],
  })
  const service = join(path, '../', `${path.split('/').pop()}.service`)
  t.after(() => rmSync(service, { force: true }))
  writeFileSync(service, `[Service]\nExecStart=${path}/launch run --home /x\nRestart=always\n`)
  return { path, folder, service, check: () => checkProgram(folder, new Date(), service) }
}

test('a program as it was delivered is whole', (t) => {
  const { check } = installed(t)
  assert.deepEqual(check(), { state: 'whole', problems: [] })
})

test('one without a list says so, and is not called changed', (t) => {
  assert.deepEqual(installed(t, false).check(), { state: 'unsigned', problems: [] })
})

for (const [what, meddle, problem] of [
  ['a changed file', (path) => writeFileSync(join(path, 'a/agent.mjs'), 'other'), 'agent.mjs was changed'],
  ['a file too many', (path) => writeFileSync(join(path, 'a/extra.mjs'), 'x'), 'extra.mjs was added'],
  ['a file too few', (path) => rmSync(join(path, 'a/launch')), 'launch is gone'],
  [
    'a forged list',
    (path) => writeFileSync(join(path, 'a/files.json'), '{"v":1,"files":{}}'),
    'the list of its files is not signed by this installation',
  ],
  ['keys of somebody else', (path) => writeFileSync(join(path, 'trust.json'), '{}'), undefined],
  ['a launcher that others may write', (path) => chmodSync(join(path, 'launch'), 0o777), 'others may write launch'],
  [
    'a service that starts something else',
    (path) => writeFileSync(`${path}.service`, 'ExecStart=/bin/true\nRestart=always\n'),
    'its service starts something else',
  ],
  [
    'a service that is not started again',
    (path) => writeFileSync(`${path}.service`, `ExecStart=${path}/launch run\n`),
    'its service is not started again when it ends',
  ],
] as const satisfies readonly (readonly [string, (path: string) => void, string | undefined])[]) {
  test(`${what} is told`, (t) => {
    const { path, check } = installed(t)
    meddle(path)
    const { state, problems } = check()
    if (problem === undefined) assert.equal(state, 'unsigned')
    else assert.deepEqual([state, problems], ['changed', [problem]])
  })
}
