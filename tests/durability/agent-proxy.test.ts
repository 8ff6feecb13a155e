import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freePorts } from '../journeys/installation.ts'
import { configuredAgent, nothingToHandOut } from './configured-agent.ts'
import { inventoryFacts } from './inventory-facts.ts'
import { receivingServer } from './receiving-server.ts'
import { until } from './sample-station.ts'

const program = '/usr/bin/tinyproxy'
const skip = existsSync(program) ? false : 'tinyproxy is not installed'
const server = skip ? undefined : await receivingServer({ after }, { files: nothingToHandOut, facts: inventoryFacts })

/** A real proxy on loopback that wants a name and a password. */
async function startProxy(t: { after(fn: () => unknown): void }) {
  const folder = mkdtempSync(join(tmpdir(), 'hf-proxy-'))
  const [port] = await freePorts(1)
  const log = join(folder, 'log')
  const configuration = join(folder, 'tinyproxy.conf')
  const tlsPort = new URL(server!.tlsUrl!).port
  writeFileSync(
    configuration,
    `Port ${port}\nListen 127.0.0.1\nTimeout 60\nLogFile "${log}"\nLogLevel Connect\nMaxClients 20\nBasicAuth agent secret-word\nConnectPort ${tlsPort}\n`,
  )
  let child: ChildProcess | undefined
  const start = async () => {
    child = spawn(program, ['-d', '-c', configuration], { stdio: 'ignore' })
    await until(
      () =>
        new Promise<boolean>((resolve) => {
          const socket = connect(port!, '127.0.0.1', () => {
            socket.destroy()
            resolve(true)
          })
          socket.on('error', () => resolve(false))
        }),
      'the proxy listens',
    )
  }
  const stop = () => child?.kill('SIGKILL')
  t.after(() => {
    stop()
    rmSync(folder, { recursive: true, force: true })
  })
  await start()
  return { port, start, stop, log: () => readFileSync(log, 'utf8') }
}

test('an agent speaks through a proxy with its password, and checks the server’s certificate through it', {
  skip,
}, async (t) => {
  const proxy = await startProxy(t)
  const agent = await configuredAgent(t, server!, { proxy: `http://agent:secret-word@127.0.0.1:${proxy.port}` })
  await agent.untilTold(({ assets }) => assets.length === 1, 'the agent tells of its host')
  assert.match(proxy.log(), /CONNECT/)
  assert.ok(!agent.said().includes('secret-word'))
  // Without the proxy it is silent, since it was not allowed to go without.
  proxy.stop()
  await until(() => /cannot be reached/.test(agent.said()), 'it says that the server cannot be reached')
  await proxy.start()
  await until(() => /answers again/.test(agent.said()), 'it speaks again when the proxy is back')
})

test('a wrong password lets nobody through, and is not said', { skip }, async (t) => {
  const proxy = await startProxy(t)
  await assert.rejects(
    configuredAgent(t, server!, { proxy: `http://agent:wrong-word@127.0.0.1:${proxy.port}` }),
    (error: Error) => /did not enrol/.test(error.message) && !error.message.includes('wrong-word'),
  )
})

test('an agent that may goes without a proxy that does not answer', { skip }, async (t) => {
  const [nobody] = await freePorts(1)
  await assert.rejects(configuredAgent(t, server!, { proxy: `http://127.0.0.1:${nobody}` }), /did not enrol/)
  const proxy = await startProxy(t)
  const agent = await configuredAgent(t, server!, {
    proxy: `http://agent:secret-word@127.0.0.1:${proxy.port}`,
    direct: true,
  })
  await agent.untilTold(({ assets }) => assets.length === 1, 'the agent tells of its host')
  proxy.stop()
  const { lastSeenAt } = await agent.told()
  await agent.untilTold((told) => told.lastSeenAt > lastSeenAt, 'it is heard without the proxy')
})
