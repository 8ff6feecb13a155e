import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePorts } from '../journeys/installation.ts'

const main = fileURLToPath(new URL('../../programs/cli/main.ts', import.meta.url))
const root = mkdtempSync(join(tmpdir(), 'hf-start-'))
// As root, the database runs as an account of its own, which must be able to pass through.
chmodSync(root, 0o711)
const started: ChildProcess[] = []
after(() => {
  for (const child of started) child.kill('SIGKILL')
  for (const home of readdirSync(root)) for (const pid of processesOf(join(root, home))) process.kill(pid, 'SIGKILL')
  rmSync(root, { recursive: true, force: true })
})

interface Up {
  readonly child: ChildProcess
  readonly home: string
  readonly port: number
  readonly said: () => string
  readonly ended: Promise<number | null>
  readonly ready: () => Promise<void>
  readonly link: () => string
}

async function up(home: string, environment: Record<string, string> = {}): Promise<Up> {
  const [port, tlsPort] = await freePorts(2)
  const env = {
    ...process.env,
    HOLDFAST_HOME: home,
    HOLDFAST_PORT: String(port),
    HOLDFAST_TLS_PORT: String(tlsPort),
    ...environment,
  }
  const child = spawn(process.execPath, [main, 'up', '--no-agent'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const ready = async () => {
    while (!/Stop with Ctrl-C/.test(said)) {
      if (child.exitCode !== null) throw new Error(said)
      await sleep(50)
    }
  }
  const link = () => /localhost:\d+\/sign-in#(\S+)/.exec(said)![1]!
  return { child, home, port: Number(env.HOLDFAST_PORT), said: () => said, ended, ready, link }
}

/** Processes that work for a home, by their environment or arguments. */
function processesOf(home: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
        return (
          environment.includes(`HOLDFAST_HOME=${home}`) ||
          readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(`${home}/`)
        )
      } catch {
        return false
      }
    })
    .map(Number)
}

async function signIn({ port, link }: Pick<Up, 'port' | 'link'>): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`http://localhost:${port}/api/v1/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ link: link() }),
  })
  return reply.status
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await what()); await sleep(100)) assert.ok(Date.now() < end, String(what))
}

const first = await up(join(root, 'first'))

test('two installations run side by side and know nothing of each other', async () => {
  const second = await up(join(root, 'second'))
  await Promise.all([first.ready(), second.ready()])
  const ready = await (await fetch(`http://localhost:${second.port}/readyz`)).json()
  assert.equal((ready as { status: string }).status, 'ready')
  assert.equal(await signIn({ port: second.port, link: first.link }), 401)
  assert.deepEqual([await signIn(second), await signIn(second)], [201, 401])
  second.child.kill('SIGINT')
  assert.equal(await second.ended, 130)
})

test('a home in use, a port in use and a home of a newer version each get one line', async () => {
  const busy = await up(first.home)
  assert.equal(await busy.ended, 6)
  assert.match(busy.said(), /is in use by process \d+/)
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as { port: number }
  const blocked = await up(join(root, 'second'), { HOLDFAST_PORT: String(port) })
  assert.equal(await blocked.ended, 6)
  assert.match(
    blocked.said(),
    new RegExp(`Port ${port} is in use by another program. Choose another with HOLDFAST_PORT.`),
  )
  taken.close()
  const newer = join(root, 'newer')
  mkdirSync(newer)
  writeFileSync(join(newer, 'version'), '99\n')
  const refused = await up(newer)
  assert.equal(await refused.ended, 6)
  assert.match(refused.said(), /written by a newer Holdfast/)
  for (const { said } of [busy, blocked, refused]) assert.equal(said().match(/^holdfast: /gm)?.length, 1, said())
  assert.deepEqual([...processesOf(join(root, 'second')), ...processesOf(newer)], [])
})

test('a server that is killed comes back by itself, and so does the database', async () => {
  const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')
  const one = (pattern: RegExp) => processesOf(first.home).find((pid) => pattern.test(commandOf(pid)))!
  const isReady = async () => {
    const reply = await fetch(`http://localhost:${first.port}/readyz`).catch(() => undefined)
    return reply?.status === 200
  }
  for (const pattern of [/server\/main\.ts server/, /server\/main\.ts worker/, /postgres -D/]) {
    const pid = one(pattern)
    process.kill(pid, 'SIGKILL')
    await until(() => {
      const now = one(pattern)
      return now !== undefined && now !== pid
    })
    await until(isReady)
  }
})

test('when everything is killed, the next start heals; Ctrl-C leaves nothing behind', async () => {
  first.child.kill('SIGKILL')
  await first.ended
  // Whoever was started sees that nobody is there any more. The database stays for the next start.
  await until(() =>
    processesOf(first.home).every((pid) => /postgres/.test(readFileSync(`/proc/${pid}/cmdline`, 'latin1'))),
  )
  const again = await up(first.home)
  await again.ready()
  assert.equal(await signIn(again), 201)
  again.child.kill('SIGINT')
  assert.equal(await again.ended, 130)
  assert.deepEqual(processesOf(first.home), [])
})

test('a full disk is one line', {
  skip: process.getuid?.() === 0 ? false : 'only root can make a small disk',
}, async (t) => {
  const small = join(root, 'small')
  mkdirSync(small)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=711', 'tmpfs', small], { stdio: 'ignore' })
  } catch {
    return t.skip('this machine lets nobody mount')
  }
  try {
    const full = await up(join(small, 'home'))
    assert.equal(await full.ended, 6)
    assert.match(full.said(), /No space left|disk is full|No space/i)
    assert.equal(full.said().match(/^holdfast: /gm)?.length, 1, full.said())
  } finally {
    execFileSync('umount', ['-l', small])
  }
  assert.ok(existsSync(small))
})
