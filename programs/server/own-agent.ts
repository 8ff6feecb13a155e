import { type ChildProcess, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createActivationKey } from '@holdfast/platform/intake'
import type { Database, Home } from '@holdfast/platform/store'
import { packAgent } from '../agent/pack/pack-agent.ts'

export interface OwnAgent {
  /** Public id of the source that this host's agent is. */
  readonly source: string
  stop(graceMs: number): Promise<void>
}

interface Options {
  readonly home: Home
  readonly database: Database
  readonly tenantId: number
  /** Of the plain door on loopback. */
  readonly port: number
  readonly onProgress: (line: string) => void
}

const restartMs = 5000
const endWithParent = new URL('./end-with-parent.js', import.meta.url).href

/** Starts the agent of this very host, from the same package that other hosts install; the first time it enrols with a key made for it. */
export async function startOwnAgent(options: Options): Promise<OwnAgent> {
  const { home, onProgress } = options
  const packed = await packAgent(join(home.path, 'agent', 'program'))
  const state = join(home.path, 'agent', 'state')
  const program = [
    join(packed.folder, 'bin/node'),
    '--max-semi-space-size=2',
    '--v8-pool-size=1',
    join(packed.folder, 'agent.mjs'),
  ]
  const server = `http://127.0.0.1:${options.port}`
  mkdirSync(join(home.path, 'agent'), { recursive: true, mode: home.asRoot ? 0o711 : 0o700 })
  const enrolment = join(state, 'enrolment.json')
  // A database that was put back, or replaced, may not know this host any more.
  if (existsSync(enrolment) && !(await isKnown(options, enrolment))) rmSync(state, { recursive: true })
  if (existsSync(enrolment)) pointAt(enrolment, server)
  else {
    onProgress('Enrolling this host …')
    const { key } = await options.database.asTenant(options.tenantId, (tx) =>
      createActivationKey(tx, {
        name: 'This host',
        limit: 1,
        expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      }),
    )
    await enrol([...program, 'enrol', '--server', server, '--key-file', '-', '--home', state], key)
  }
  const keeper = keepRunning([...program, 'run', '--home', state], join(home.path, 'logs', 'agent.out'), onProgress)
  const { source } = JSON.parse(readFileSync(join(state, 'enrolment.json'), 'utf8')) as { source: string }
  return { source, stop: keeper }
}

async function isKnown({ database, tenantId }: Options, enrolment: string): Promise<boolean> {
  const { source } = JSON.parse(readFileSync(enrolment, 'utf8')) as { source: string }
  const { rowCount } = await database.asTenant(tenantId, (tx) =>
    tx.query('select from source where tenant_id = $1 and public_id = $2', [tenantId, source]),
  )
  return rowCount > 0
}

/** The door may have another port than at the last start. */
function pointAt(path: string, server: string): void {
  const enrolment = JSON.parse(readFileSync(path, 'utf8')) as { server: string }
  if (enrolment.server === server) return
  const { uid, gid } = statSync(path)
  const fresh = `${path}.new`
  rmSync(fresh, { force: true })
  // The folder is the station's, who may put anything there but must not make us write elsewhere.
  const fd = openSync(fresh, 'wx', 0o600)
  try {
    writeFileSync(fd, JSON.stringify({ ...enrolment, server }, undefined, 2))
    fchownSync(fd, uid, gid)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(fresh, path)
}

function enrol(argv: readonly string[], key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0]!, argv.slice(1), { stdio: ['pipe', 'ignore', 'pipe'] })
    let words = ''
    child.stderr.on('data', (chunk) => {
      words += chunk
    })
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`this host could not be enrolled: ${words.trim() || `exit status ${code}`}`)),
    )
    child.stdin.end(key)
  })
}

/** Runs the program, again after it ends by itself. Returns what ends it for good. */
function keepRunning(
  argv: readonly string[],
  log: string,
  onProgress: (line: string) => void,
): (graceMs: number) => Promise<void> {
  let child: ChildProcess
  let stopping = false
  let timer: NodeJS.Timeout | undefined
  let ended = Promise.resolve()
  const launch = () => {
    const output = openSync(log, 'a', 0o600)
    const [node = '', ...rest] = argv
    child = spawn(node, ['--import', endWithParent, ...rest], { stdio: ['ignore', output, output, 'ipc'] })
    closeSync(output)
    ended = new Promise((resolve) => {
      child.on('error', () => resolve())
      child.on('exit', (code, signal) => {
        resolve()
        if (stopping) return
        onProgress(`This host's agent ended (${signal ?? `exit status ${code}`}) and is started again …`)
        timer = setTimeout(launch, restartMs)
      })
    })
  }
  launch()
  return async (graceMs) => {
    stopping = true
    clearTimeout(timer)
    child.kill('SIGTERM')
    const force = setTimeout(() => child.kill('SIGKILL'), graceMs)
    await ended
    clearTimeout(force)
  }
}
