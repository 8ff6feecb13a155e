import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { installedAgent, updatingServer } from './updating-server.ts'

const server = await updatingServer({ after })

test('an update that the owner orders is fetched, tried, proven, and told', async (t) => {
  const first = server.newest.archive
  const agent = await installedAgent(t, server)
  assert.equal(agent.current(), 'a')
  agent.start()
  await agent.heard(server.version)
  assert.equal((await agent.told()).updateTo, null)
  const reader = await server.token(['*:read'])
  const refused = await server.ask('POST', `/api/v1/sources/${agent.source}/update`, { token: reader })
  assert.equal(refused.status, 403)

  server.newest.archive = server.build('9.9.9')
  t.after(() => {
    server.newest.archive = first
  })
  assert.equal((await agent.told()).updateTo, '9.9.9')
  const command = await server.order(agent.source)
  const ended = await server.ended(command)
  assert.deepEqual([ended.state, ended.detail], ['done', 'it runs version 9.9.9'])
  assert.equal(agent.current(), 'b')
  assert.deepEqual([agent.has('trial'), agent.has('incoming.tar.gz'), agent.has('a.new')], [false, false, false])
  await agent.heard('9.9.9')
  assert.equal((await agent.told()).updateTo, null)
  const { rows } = await server.admin.query(
    `select action from holdfast.audit_entry where action like 'command:%' and (target = $1 or target = $2) order by seq`,
    [agent.source, command],
  )
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['command:update', 'command:done'],
  )
  if (process.getuid?.() === 0) {
    assert.equal(statSync(join(agent.program, 'b/agent.mjs')).uid, 0, 'the station cannot write where the program is')
    assert.equal(statSync(join(agent.program, 'trust.json')).uid, 0)
  }

  // And on to the other half.
  server.newest.archive = server.build('9.9.10')
  assert.equal((await server.ended(await server.order(agent.source))).state, 'done')
  assert.equal(agent.current(), 'a')
  assert.equal((await server.ended(await server.order(agent.source))).detail, 'it runs version 9.9.10 already')
})

const broken = {
  'that ends at once': [
    (file: string, code: string) => (file === 'agent.mjs' ? 'process.exit(3)' : code),
    /ended with status 3/,
  ],
  'whose bytes are no program': [() => '\u0000', /ended with status 1/],
  'that hangs': [
    (file: string, code: string) => (file === 'agent.mjs' ? 'setInterval(() => {}, 1000)' : code),
    /had not heard of it after 20 s/,
  ],
  'that does not reach the server': [
    (_: string, code: string) => code.replaceAll('/agent/v1/heartbeat', '/agent/v1/nothing'),
    /had not heard of it after 20 s/,
  ],
  'that cannot read its spool': [
    (_: string, code: string) => code.replaceAll('"spool"', '"enrolment.json"'),
    /ended|had not heard/,
  ],
} as const

test('from a version that does not work the agent goes back, says why, and does not try it again where that cannot help', async (t) => {
  const first = server.newest.archive
  const agent = await installedAgent(t, server)
  t.after(() => {
    server.newest.archive = first
  })
  agent.start(20)
  await agent.heard(server.version)
  for (const [what, [change, reason]] of Object.entries(broken)) {
    server.newest.archive = server.build('9.9.9', change)
    const ended = await server.ended(await server.order(agent.source))
    assert.equal(ended.state, 'failed', what)
    assert.match(ended.detail ?? '', reason, what)
    assert.equal(agent.current(), 'a')
    await agent.heard(server.version)
    const mayPass = /not heard/.test(ended.detail ?? '')
    // Why nobody heard of it may have passed, and another order has it tried again: once is enough to see that.
    if (mayPass && what !== 'that hangs') continue
    const again = await server.ended(await server.order(agent.source))
    assert.equal(again.state, mayPass ? 'failed' : 'refused', what)
    assert.match(again.detail ?? '', mayPass ? reason : /went back from that program before/)
    await agent.heard(server.version)
  }
  // What is whole is taken all the same.
  await agent.cut()
  agent.start()
  server.newest.archive = server.build('9.9.11')
  assert.equal((await server.ended(await server.order(agent.source))).state, 'done')
  await agent.heard('9.9.11')
})

test('an archive that is not the one that was ordered changes nothing', async (t) => {
  const first = server.newest.archive
  const agent = await installedAgent(t, server)
  t.after(() => {
    server.newest.archive = first
  })
  agent.start()
  await agent.heard(server.version)
  const whole = server.build('9.9.9')
  for (const wrong of [{ sha256: '1'.repeat(64) }, { size: whole.size - 1 }, { size: whole.size + 1 }]) {
    server.newest.archive = { ...whole, ...wrong }
    const ended = await server.ended(await server.order(agent.source))
    assert.equal(ended.state, 'failed')
    assert.match(ended.detail ?? '', /could not be fetched/)
  }
  assert.deepEqual([agent.current(), agent.has('b'), agent.has('trial')], ['a', false, false])
})

test('an agent that was not installed by the command says that it cannot exchange itself', async (t) => {
  const first = server.newest.archive
  const agent = await installedAgent(t, server)
  t.after(() => {
    server.newest.archive = first
  })
  const child = spawn(join(agent.program, 'a/bin/node'), [
    join(agent.program, 'a/agent.mjs'),
    'run',
    '--home',
    agent.home,
  ])
  t.after(() => child.kill('SIGKILL'))
  await agent.heard(server.version)
  server.newest.archive = { ...first, sha256: '2'.repeat(64) }
  const ended = await server.ended(await server.order(agent.source))
  assert.equal(ended.state, 'refused')
  assert.match(ended.detail ?? '', /cannot exchange itself/)
  assert.equal(agent.has('b'), false)
})
