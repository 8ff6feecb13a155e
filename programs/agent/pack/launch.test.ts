import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

const digest = 'd'.repeat(64)
const command = `cmd_${'0'.repeat(22)}`

/** What a half does instead of running an agent; `$P` is the folder of the launcher, `$1` its first argument. */
type Behaviour = string
const stays: Behaviour = 'exec sleep 600'
/** As an agent that proved its health and goes on. */
const proves: Behaviour = 'ln -s b $P/next; mv -fT $P/next $P/current; rm $P/trial; exec sleep 600'

/** An installed agent whose halves are small scripts, each start of which is written down. */
function installed(t: TestContext, a: Behaviour, b: Behaviour, trial?: string) {
  const prefix = mkdtempSync(join(tmpdir(), 'hf-launch-'))
  for (const [half, behaviour] of Object.entries({ a, b })) {
    mkdirSync(join(prefix, half, 'bin'), { recursive: true })
    const script = `#!/bin/sh\nP=${prefix}\necho "${half}" >> $P/starts\n${behaviour}\n`
    writeFileSync(join(prefix, half, 'bin/node'), script)
    chmodSync(join(prefix, half, 'bin/node'), 0o755)
  }
  symlinkSync('a', join(prefix, 'current'))
  copyFileSync(new URL('launch', import.meta.url), join(prefix, 'launch'))
  if (trial) writeFileSync(join(prefix, 'trial'), `${trial}\n`)
  const read = (name: string) => (existsSync(join(prefix, name)) ? readFileSync(join(prefix, name), 'utf8') : '')
  const running: ChildProcess[] = []
  t.after(async () => {
    for (const child of running) child.kill('SIGTERM')
    await Promise.all(running.map(({ exitCode, signalCode }, at) => (exitCode ?? signalCode) || ended(running[at]!)))
    rmSync(prefix, { recursive: true, force: true })
  })
  return {
    read,
    path: (name: string) => join(prefix, name),
    starts: () => read('starts').trim().split('\n').filter(Boolean),
    current: () => readlinkSync(join(prefix, 'current')),
    launch(seconds = 180): ChildProcess {
      const environment = { ...process.env, HOLDFAST_AGENT_TRIAL_SECONDS: String(seconds) }
      const child = spawn(join(prefix, 'launch'), ['run'], { env: environment, stdio: 'ignore' })
      running.push(child)
      return child
    },
  }
}

const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise<number | null>((resolve) => child.once('exit', resolve))

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    if (condition()) return
    await sleep(20)
  }
  throw new Error(`this never happened: ${what}`)
}

test('without a trial it starts the half that is proven, and ends it when it is told to end', async (t) => {
  const agent = installed(t, 'trap "echo told >> $P/told; exit 0" TERM; while :; do sleep 0.1; done', stays)
  const launcher = agent.launch()
  await until(() => agent.starts().length === 1, 'it starts')
  launcher.kill('SIGTERM')
  assert.equal(await ended(launcher), 0)
  assert.deepEqual([agent.starts(), agent.read('told')], [['a'], 'told\n'])
})

test('a half on trial that proves its health is the one that starts from then on', async (t) => {
  const agent = installed(t, stays, proves, `b ${digest} ${command} 0`)
  const launcher = agent.launch()
  await until(() => agent.current() === 'b' && !agent.read('trial'), 'it is proven')
  await sleep(1500)
  launcher.kill('SIGTERM')
  await ended(launcher)
  assert.deepEqual([agent.starts(), agent.read('refused')], [['b'], ''])
})

test('a program that lies ready is started at once when the one before says so', async (t) => {
  const agent = installed(t, `echo "b ${digest} ${command} 0" > $P/trial; exit 79`, proves)
  agent.launch()
  await until(() => agent.current() === 'b', 'it is proven')
  assert.deepEqual(agent.starts(), ['a', 'b'])
})

test('a half that ends before it is proven is tried three times, then the one before starts and the reason is kept', async (t) => {
  const agent = installed(t, stays, 'exit 3', `b ${digest} ${command} 0`)
  agent.launch()
  await until(() => agent.starts().at(-1) === 'a', 'it goes back')
  assert.deepEqual(agent.starts(), ['b', 'b', 'b', 'a'])
  assert.equal(agent.current(), 'a')
  assert.equal(agent.read('trial'), '')
  assert.match(agent.read('refused'), new RegExp(`^${digest} it ended with status 3 before`))
  assert.match(agent.read('outcomes'), new RegExp(`^${command} failed went back to the version before: it ended`))
})

test('a half that runs and never proves its health is ended in time, even where it does not listen', async (t) => {
  const agent = installed(t, stays, 'trap "" TERM; while :; do sleep 0.2; done', `b ${digest} ${command} 0`)
  agent.launch(1)
  await until(() => agent.starts().at(-1) === 'a', 'it goes back')
  assert.deepEqual(agent.starts(), ['b', 'a'])
  assert.match(agent.read('refused'), /the server had not heard of it after 1 s/)
})

test('a launcher that is killed with all that it started goes on with the trial, and not for ever', async (t) => {
  const agent = installed(t, stays, 'kill -KILL $PPID; exit 1', `b ${digest} ${command} 0`)
  for (let times = 1; times <= 3; times++) {
    await ended(agent.launch())
    assert.match(agent.read('trial'), new RegExp(` ${times}$`, 'm'))
  }
  agent.launch()
  await until(() => agent.starts().at(-1) === 'a', 'it goes back')
  assert.deepEqual(agent.starts(), ['b', 'b', 'b', 'a'])
  assert.match(agent.read('outcomes'), /was started 3 times and the server never heard of it/)
})

test('a half that was killed between its proof and the end of the trial stays, and the server is told', async (t) => {
  const agent = installed(t, stays, stays, `a ${digest} ${command} 1`)
  agent.launch()
  await until(() => agent.starts().length === 1, 'it starts')
  assert.deepEqual([agent.starts(), agent.read('trial'), agent.read('refused')], [['a'], '', ''])
  assert.equal(agent.read('outcomes'), `${command} done it runs\n`)
})

test('what is not the fault of a half on trial does not count against it', async (t) => {
  const held = installed(t, stays, 'exit 76', `b ${digest} ${command} 2`)
  assert.equal(await ended(held.launch()), 76)
  assert.match(held.read('trial'), / 2$/m)
  const stopped = installed(t, stays, stays, `b ${digest} ${command} 1`)
  const launcher = stopped.launch()
  await until(() => stopped.starts().length === 1, 'it starts')
  launcher.kill('SIGTERM')
  await ended(launcher)
  assert.match(stopped.read('trial'), / 1$/m)
})

for (const [name, trial] of [
  ['empty', ' '],
  ['of a half that there is not', `c ${digest} ${command} 0`],
  ['with nonsense', 'b'],
] as const) {
  test(`a trial that is ${name} is none`, async (t) => {
    const agent = installed(t, stays, stays, trial)
    agent.launch()
    await until(() => agent.starts().length === 1, 'it starts')
    assert.deepEqual([agent.starts(), agent.read('trial')], [['a'], ''])
  })
}

test('a program that was gone back from is not tried again, whoever lays it out', async (t) => {
  const agent = installed(t, stays, stays, `b ${digest} ${command} 0`)
  writeFileSync(agent.path('refused'), `${digest} it ended\n`)
  agent.launch()
  await until(() => agent.starts().length === 1, 'it starts')
  assert.deepEqual([agent.starts(), agent.read('trial')], [['a'], ''])
})
