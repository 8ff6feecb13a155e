import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex } from 'node:stream'
import { Backoff, Pause, sendFrame, serveWorld, watchPaths, watchProcesses } from '@holdfast/platform/edge'
import { hostWorld } from '@holdfast/platform/world/host'
import { memoryGiver } from './give-memory-back.ts'
import { programFolder } from './update/program-folder.ts'
import { openUpdateDoor } from './update/serve-updates.ts'
import { watchOver } from './watch-over.ts'

export interface ObserverOptions {
  /** Program and arguments of the station, the process without privileges. */
  readonly station: readonly string[]
  /** Who the station runs as; absent where this process has no privileges to give up. */
  readonly user?: { readonly uid: number; readonly gid: number }
  readonly environment: NodeJS.ProcessEnv
  /** Path of the running program. */
  readonly program: string
  /** What the agent keeps. */
  readonly home: string
  readonly say: (line: string) => void
}

/** Giving all memory back costs time itself: it is worth it after this many bytes of questions, which ask for many times as much. */
const giveBackBytes = 64 * 1024
/** Changes of one moment travel together. */
const gatherMs = 100

/**
 * The privileged half of an agent: shows the host to the station, read-only, and tells what the kernel says has changed. It parses
 * nothing that comes from the host's files and speaks to no network. It starts the station again when that ends, and ends with it on `stop`.
 * Answers with `updated` where it ended since a new version lies ready, with `removed` where it was ordered off this host.
 */
export async function observe(
  options: ObserverOptions,
  stopped: AbortSignal,
): Promise<'stopped' | 'updated' | 'removed'> {
  const updated = new AbortController()
  const stop = AbortSignal.any([stopped, updated.signal])
  const { program, say } = options
  let isRemoved = false
  const remove = () => {
    isRemoved = true
    updated.abort()
  }
  const openDoor = openUpdateDoor({ program, say, restart: () => updated.abort(), home: options.home, remove })
  const world = hostWorld()
  const memory = memoryGiver()
  const backoff = new Backoff()
  setTimeout(memory.giveBack, 20_000).unref()
  while (!stop.aborted) {
    const child = spawn(options.station[0]!, options.station.slice(1), {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
      env: options.environment,
      ...(options.user ?? {}),
    })
    const started = performance.now()
    const code = await attend(child, stop)
    if (stop.aborted) break
    if (code === stationRefused) throw new Error('the server refuses this agent; the reason is in the line above')
    if (code === stationRecycles) continue
    if (performance.now() - started > 60_000) backoff.succeeded()
    const wait = backoff.next(Math.random())
    options.say(`the station ended (${code ?? 'killed'}); starting it again in ${Math.round(wait / 1000)} s`)
    await new Pause().sleep(wait, stop)
  }
  await world.close()
  return isRemoved ? 'removed' : stopped.aborted ? 'stopped' : 'updated'

  async function attend(child: ChildProcess, stop: AbortSignal): Promise<number | null> {
    const pipe = child.stdio[3] as Duplex
    const endings: (() => void)[] = []
    let quiet: NodeJS.Timeout | undefined
    // The station closes its end before it ends; one that does not end after that hangs.
    let hanging: NodeJS.Timeout | undefined
    pipe.on('error', () => {
      hanging ??= setTimeout(() => child.kill('SIGKILL'), 5000)
    })
    let asked = 0
    pipe.on('data', (chunk: Buffer) => {
      asked += chunk.length
      clearTimeout(quiet)
      quiet = setTimeout(() => {
        if (asked < giveBackBytes) return memory.letGo()
        asked = 0
        memory.giveBack()
      }, 2000)
      quiet.unref()
    })
    const door = openDoor?.((message) => void sendFrame(pipe, message).catch(() => {}))
    serveWorld(world, pipe, (header) => {
      if (door?.hear(header)) return
      if (header.watch !== undefined) {
        for (const end of endings.splice(0)) end()
        endings.push(...startWatches(header.watch as Watch, pipe))
      }
      if (header.limits !== undefined) guard.limit(header.limits)
      guard.heard()
    })
    const guard = watchOver(child, pipe, options.say)
    const end = () => child.kill('SIGTERM')
    stop.addEventListener('abort', end, { once: true })
    const update = door ? { update: door.standing() } : {}
    const endChecks = checkRegularly(
      program,
      (state) => void sendFrame(pipe, { integrity: state }).catch(() => {}),
      say,
    )
    sendFrame(pipe, { hello: { name: world.name, capabilities: [...world.capabilities], ...update } }).catch(() => {})
    const code = await new Promise<number | null>((resolve) => {
      child.on('error', (error) => {
        options.say(`the station cannot be started: ${error.message}`)
        resolve(null)
      })
      child.on('exit', resolve)
    })
    stop.removeEventListener('abort', end)
    clearTimeout(quiet)
    clearTimeout(hanging)
    guard.end()
    endChecks()
    for (const finish of endings) finish()
    pipe.destroy()
    return code
  }
}

/** The agent's own files are looked at soon after each start, and every hour. */
const firstCheckMs = 30_000
const checkMs = 3_600_000

function checkRegularly(program: string, tell: (state: unknown) => void, say: (line: string) => void): () => void {
  const folder = programFolder(program)
  if (!folder) return () => {}
  let last = ''
  const look = async () => {
    try {
      const { checkProgram } = await import('./integrity/check-program.ts')
      const state = checkProgram(folder, new Date())
      if (state.state === 'changed' && last !== 'changed') say(`this agent was changed: ${state.problems.join('; ')}`)
      last = state.state
      tell(state)
    } catch (error) {
      say(`the files of this agent could not be checked: ${error instanceof Error ? error.message : error}`)
    }
  }
  const seconds = Number(process.env.HOLDFAST_AGENT_CHECK_SECONDS)
  const first = setTimeout(look, seconds > 0 ? seconds * 1000 : firstCheckMs)
  const again = setInterval(look, seconds > 0 ? seconds * 1000 : checkMs)
  for (const timer of [first, again]) timer.unref()
  return () => {
    clearTimeout(first)
    clearInterval(again)
  }
}

/** Exit code of a station that the server refuses for good: starting it again would change nothing. */
export const stationRefused = 77

/** Exit code of a station that grew in a large collection and goes on in a fresh process. */
export const stationRecycles = 78

interface Watch {
  readonly paths: readonly string[]
  readonly processes: boolean
}

function startWatches(watch: Watch, pipe: Duplex): (() => void)[] {
  let paths = new Set<string>()
  let processes = false
  let timer: NodeJS.Timeout | undefined
  const soon = () => {
    if (timer) return
    timer = setTimeout(() => {
      timer = undefined
      const change = { paths: [...paths], processes, sockets: processes }
      paths = new Set()
      processes = false
      sendFrame(pipe, { changed: change }).catch(() => {})
    }, gatherMs)
  }
  const endPaths = watchPaths(watch.paths, (changed) => {
    for (const path of changed) paths.add(path)
    soon()
  })
  const endProcesses = watch.processes
    ? watchProcesses(() => {
        processes = true
        soon()
      })
    : undefined
  return [endPaths, ...(endProcesses ? [endProcesses] : []), () => clearTimeout(timer)]
}
