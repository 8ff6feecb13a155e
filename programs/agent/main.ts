// The agent: `enrol` once, then `run`. `station` is the unprivileged half, started by `run`.
import { chownSync, lchownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ProxyRoute } from '@holdfast/platform/edge'
import { hostWorld } from '@holdfast/platform/world/host'
import { HomeHeld, homeIsHeld, lockHome } from './lock-home.ts'
import { updateIsStaged } from './update/exit-code.ts'
import { hasPinnedTrust, isLaunched, programFolder } from './update/program-folder.ts'
import { version } from './version.ts'

const help = `Usage:
  agent enrol --server URL --key-file FILE [--authority FILE] [--home DIR] [--proxy URL [--direct]]
                                                                             introduce this host to a server
  agent run [--home DIR]                                                     collect and send until stopped
  agent version

The key file holds an activation key; "-" reads it from standard input. A proxy is http://[NAME:PASSWORD@]HOST:PORT, or what the environment
names as HOLDFAST_AGENT_PROXY or HTTPS_PROXY; with --direct the server is reached without it where it does not answer.
`

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    home: { type: 'string' },
    server: { type: 'string' },
    'key-file': { type: 'string' },
    authority: { type: 'string' },
    proxy: { type: 'string' },
    direct: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})
const home =
  values.home ??
  (process.getuid?.() === 0 ? '/var/lib/holdfast-agent' : join(process.env.HOME ?? '.', '.holdfast-agent'))

const program = fileURLToPath(import.meta.url)

try {
  await dispatch(positionals[0] ?? 'help')
} catch (error) {
  process.stderr.write(`agent: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof HomeHeld ? homeIsHeld : 1)
}

async function dispatch(verb: string): Promise<void> {
  switch (verb) {
    case 'run':
      return run()
    case 'station': {
      const { runStation } = await import('./station-process.ts')
      return runStation(home)
    }
    case 'enrol':
      return introduce()
    case 'version':
      process.stdout.write(`${version}\n`)
      return
    default:
      process.stdout.write(help)
      if (verb !== 'help') process.exitCode = 2
  }
}

async function run(): Promise<void> {
  const { observe } = await import('./observer.ts')
  const { stationUser } = await import('./station-user.ts')
  const { isEnrolled, notEnrolled } = await import('./agent-home.ts')
  const user = stationUser()
  mkdirSync(home, { recursive: true, mode: 0o700 })
  await lockHome(home)
  // A station that is started again and again would say the same.
  if (!isEnrolled(home)) throw new Error(notEnrolled)
  own(home, user)
  await joinLauncher()
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  const ending = await observe(
    {
      // One parser thread less and a small young generation: an agent is idle nearly always.
      station: [process.execPath, '--v8-pool-size=1', '--max-semi-space-size=2', program, 'station', '--home', home],
      ...(user ? { user } : {}),
      environment: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', HOME: home, ...passedOn() },
      program,
      home,
      say: (line) => void process.stderr.write(`agent: ${line}\n`),
    },
    stop.signal,
  )
  if (ending === 'updated') process.exitCode = updateIsStaged
  // The launcher ends as well.
  if (ending === 'removed') process.exitCode = homeIsHeld
}

/** Where a launcher started this agent, it ends with that, and knows what a new program is judged by. */
async function joinLauncher(): Promise<void> {
  const folder = programFolder(program)
  if (!folder || !isLaunched()) return
  const { endWithLauncher } = await import('./update/end-with-launcher.ts')
  endWithLauncher(process.ppid)
  if (hasPinnedTrust(folder)) return
  const { readEnrolment } = await import('./agent-home.ts')
  const { pinTrust } = await import('./update/pin-trust.ts')
  const enrolment = readEnrolment(home)
  if (enrolment) pinTrust(folder, enrolment.trust)
}

/** What the station needs to know of the environment that this was started in. */
function passedOn(): NodeJS.ProcessEnv {
  const names = ['HOLDFAST_AGENT_PROXY', 'HOLDFAST_AGENT_PROXY_DIRECT', 'HOLDFAST_AGENT_TRIAL_SECONDS']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}

/** The proxy that was named, or that the environment names for others as well; that one is not for this very machine. */
function chosenProxy(server: string): { readonly proxy?: ProxyRoute } {
  const { HOLDFAST_AGENT_PROXY, HTTPS_PROXY, https_proxy } = process.env
  const isLoopback = /^(localhost|127\.|\[::1\])/.test(new URL(server).hostname)
  const url = values.proxy ?? HOLDFAST_AGENT_PROXY ?? (isLoopback ? undefined : (HTTPS_PROXY ?? https_proxy))
  if (!url) return {}
  if (!/^http:\/\/[^/]+\/?$/.test(url))
    throw new Error(`a proxy is named as http://HOST:PORT, not ${JSON.stringify(url.replace(/\/\/.*@/, '//…@'))}`)
  return { proxy: { url, direct: values.direct ?? false } }
}

async function introduce(): Promise<void> {
  const { server, authority } = values
  const keyFile = values['key-file']
  if (!server || !keyFile) throw new Error('enrol needs --server URL and --key-file FILE')
  const { enrolAgent } = await import('./enrol-agent.ts')
  const { newRun } = await import('./source-state.ts')
  const { stationUser } = await import('./station-user.ts')
  const key = readFileSync(keyFile === '-' ? 0 : keyFile, 'utf8').trim()
  const world = hostWorld()
  mkdirSync(home, { recursive: true, mode: 0o700 })
  await lockHome(home)
  const enrolment = await enrolAgent(
    home,
    world,
    { url: server, ...(authority ? { authority: readFileSync(authority, 'utf8') } : {}), ...chosenProxy(server) },
    key,
    newRun(),
  )
  own(home, stationUser())
  const folder = programFolder(program)
  if (folder) {
    const { pinTrust } = await import('./update/pin-trust.ts')
    pinTrust(folder, enrolment.trust)
  }
  process.stdout.write(`enrolled as ${enrolment.source}\n`)
}

/** The home belongs to the station: it keeps the key and the spool. */
function own(folder: string, user: { uid: number; gid: number } | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!user) return
  chownSync(folder, user.uid, user.gid)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) own(join(folder, entry.name), user)
    else lchownSync(join(folder, entry.name), user.uid, user.gid)
  }
}
