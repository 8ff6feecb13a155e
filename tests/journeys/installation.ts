import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A whole installation as a newcomer starts it: `./holdfast up` in a home of its own, on ports of its own. */
export interface Installation {
  readonly home: string
  readonly port: number
  readonly tlsPort: number
  /** Everything it said on standard error so far. */
  readonly said: () => string
  /** The newest sign-in link of the door on this machine. */
  readonly link: () => string
  readonly process: ChildProcess
  /** Runs a verb of the command line against it and gives its standard output; throws with its words where it fails. */
  run(...argv: string[]): Promise<string>
  /** Ends it like Ctrl-C and waits for the end; its home stays. */
  stop(): Promise<number | null>
  /** Ends it and removes its home. */
  remove(): Promise<void>
}

export interface StartOptions {
  /** Another checkout than this one. */
  readonly checkout?: string
  readonly home?: string
  readonly arguments?: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
  /** Text on standard error that says that it is ready. */
  readonly until?: RegExp
  readonly patienceMs?: number
}

/** Starts an installation and waits until it is ready. Throws with all that it said where it ends before. */
export async function startInstallation(options: StartOptions = {}): Promise<Installation> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'hf-'))
  const [port, tlsPort] = await freePorts(2)
  const environment = {
    ...process.env,
    HOLDFAST_HOME: home,
    HOLDFAST_PORT: String(port),
    HOLDFAST_TLS_PORT: String(tlsPort),
    // Nobody answers there: tests ask no name server but their own.
    HOLDFAST_NAME_SERVERS: '127.0.0.1:1',
    NO_COLOR: '1',
    ...options.environment,
  }
  const checkout = options.checkout ?? root
  const child = spawn(process.execPath, [join(checkout, 'holdfast'), 'up', ...(options.arguments ?? [])], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, as a terminal gives it: Ctrl-C is for all that belong to it.
    detached: true,
  })
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, name)
    } catch {
      // All of them are gone.
    }
  }
  const endWithUs = () => signal('SIGTERM')
  process.once('exit', endWithUs)
  let said = ''
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)))
  ended.finally(() => process.off('exit', endWithUs))
  const until = options.until ?? /sign-in#\S+/
  const ready = new Promise<void>((resolve) => {
    const listen = (chunk: Buffer) => {
      said += chunk
      if (until.test(said)) resolve()
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
  })
  const patience = setTimeout(() => signal('SIGKILL'), options.patienceMs ?? 180_000)
  await Promise.race([
    ready,
    ended.then((code) => {
      if (!until.test(said)) throw new Error(`holdfast up ended with ${code} before it was ready:\n${said}`)
    }),
  ]).finally(() => clearTimeout(patience))

  async function stop(): Promise<number | null> {
    signal('SIGINT')
    const timer = setTimeout(() => signal('SIGKILL'), 30_000)
    const code = await ended
    clearTimeout(timer)
    return code
  }

  return {
    home,
    port: port as number,
    tlsPort: tlsPort as number,
    process: child,
    said: () => said,
    link: () => /http:\/\/localhost:\d+\/sign-in#\S+/.exec(said)?.[0] ?? '',
    run: (...argv) => runVerb(argv, environment),
    stop,
    async remove() {
      if (child.exitCode === null && child.signalCode === null) await stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function runVerb(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'holdfast'), ...argv], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let words = ''
    child.stdout.on('data', (chunk) => {
      out += chunk
    })
    child.stderr.on('data', (chunk) => {
      words += chunk
    })
    child.on('exit', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`holdfast ${argv.join(' ')} ended with ${code}: ${words}`)),
    )
  })
}

/** Ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer()
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
