import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { until } from './sample-station.ts'
import { installedAgent, updatingServer } from './updating-server.ts'

const server = await updatingServer({ after })
type Agent = Awaited<ReturnType<typeof installedAgent>>

/** What can be seen of a host in each stage of an update, in their order; `before` is the half that ran at its beginning. */
const stages: Readonly<Record<string, (agent: Agent, before: string) => boolean>> = {
  'while it is fetched': (agent) => existsSync(join(agent.home, 'update/agent.tar.gz')),
  'while it is copied': (agent) => agent.has('incoming.tar.gz'),
  'while it is unpacked': (agent, before) => agent.has(`${other(before)}.new/holdfast-agent`),
  'when it lies ready': (agent) => agent.has('trial'),
  'as its trial begins': (agent) => / 1$/m.test(agent.read('trial')),
  'as the link changes': (agent, before) => agent.current() !== before,
  'when the server is to be told': (agent) => agent.has('outcomes'),
}
const other = (half: string) => (half === 'a' ? 'b' : 'a')

/** The half that the next start takes is whole. */
function works(agent: Agent): void {
  const half = join(agent.program, agent.current())
  execFileSync(join(half, 'bin/node'), [join(half, 'agent.mjs'), 'version'])
}

test('kill -9 of launcher, observer and station in every stage of an update leaves an agent that works and takes the update', async (t) => {
  const agent = await installedAgent(t, server)
  agent.start()
  await agent.heard(server.version)
  const met: string[] = []
  for (const [number, [stage, isReached]] of Object.entries(stages).entries()) {
    const version = `9.9.${number}`
    server.newest.archive = server.build(version)
    const before = agent.current()
    const command = await server.order(agent.source)
    const passed = () => agent.current() !== before && !agent.has('trial') && !agent.has('outcomes')
    while (!isReached(agent, before) && !passed()) await turn()
    if (!passed()) met.push(stage)
    await agent.cut()
    works(agent)
    agent.start()
    const { state, detail } = await server.ended(command)
    assert.equal(state, 'done', `${stage}: ${detail}\n${agent.said()}`)
    await agent.heard(version)
    assert.equal(agent.current(), other(before))
    works(agent)
    assert.deepEqual([agent.has('trial'), agent.has('incoming.tar.gz'), agent.has('refused')], [false, false, false])
  }
  t.diagnostic(`killed ${met.join(', ')}`)
  assert.ok(met.length > Object.keys(stages).length / 2, `only these stages were met: ${met.join(', ')}`)
})

test('an agent whose launcher alone is killed ends, and goes on when the launcher is started again', async (t) => {
  const agent = await installedAgent(t, server)
  const launcher = agent.start()
  const version = server.newest.archive.version
  await agent.heard(version)
  launcher.kill('SIGKILL')
  await until(() => agent.processes().length === 0, 'all of it ends')
  agent.start()
  await sleep(100)
  await agent.heard(version)
})

test('installing once more over an agent keeps who it is', async (t) => {
  const agent = await installedAgent(t, server)
  assert.equal(agent.current(), 'a')
  await agent.install()
  assert.equal(agent.current(), 'b')
  works(agent)
  agent.start()
  await agent.heard(server.newest.archive.version)
})
