// The unprivileged half of an agent: parses, compares, spools, signs and sends. It sees the host only through the pipe to the observer.
import { Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Capability } from '@holdfast/platform/contract'
import {
  type Change,
  HttpClient,
  httpLink,
  PipeClient,
  pipedWorld,
  Rejected,
  type ServerLink,
  Spool,
  Station,
} from '@holdfast/platform/edge'
import { type IntegrityState, readPrivateKey } from '@holdfast/platform/envelope'
import type { SignedCommand, SignedConfiguration } from '@holdfast/platform/trust'
import { edgeFaces } from '../../apps/edge.ts'
import { installedProxy, notEnrolled, readEnrolment, serverOf, writeEnrolment } from './agent-home.ts'
import { applyConfiguration, mannersOf, proxyOf } from './configuration/apply-configuration.ts'
import { Configurator } from './configuration/configurator.ts'
import { enrolAgent } from './enrol-agent.ts'
import { memoryGiver } from './give-memory-back.ts'
import { type Finish, obey } from './obey.ts'
import { stationRecycles, stationRefused } from './observer.ts'
import { keepStation, takeStation } from './saved-station.ts'
import { declaredCapabilities, newRun, sourceState } from './source-state.ts'
import type { Outcome, Standing } from './update/program-folder.ts'
import { Updater } from './update/updater.ts'

/** A station that stays larger than this after giving back what it could goes on in a fresh process. */
const recycleBytes = 48 * 1024 * 1024
/** One that already goes on from another must have grown by this as well: on a large host even a fresh one is large. */
const recycleGrowth = 1.3
/** By then what only the start needs is no longer used. */
const settledMs = 20_000
/** Giving all memory back costs time itself: it is worth it after this much collection. */
const giveBackMs = 500
/** So long after a round of collection everything of it is sent. */
const quietMs = 2000
/** What may wait on disk for the server. */
const spoolBytes = 256 * 1024 * 1024

/** What the observer says first. */
interface Hello {
  readonly name: string
  readonly capabilities: readonly Capability[]
  /** Absent where this agent cannot exchange itself. */
  readonly update?: Standing
}

/** Runs the station over the pipe on descriptor 3, until the observer goes away or a signal comes. */
export async function runStation(home: string): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  const say = (line: string) => void process.stderr.write(`agent: ${line}\n`)
  const pipe = new Socket({ fd: 3, readable: true, writable: true })
  let station: Station | undefined
  let updater: Updater | undefined
  const hello = Promise.withResolvers<Hello>()
  const client = new PipeClient(pipe, (header) => {
    if (header.hello !== undefined) hello.resolve(header.hello as Hello)
    else if (header.changed !== undefined) station?.changed(header.changed as Change)
    else if (header.ping === true) client.tell({ pong: true }).catch(() => {})
    else if (header.staged !== undefined) updater?.staged((header.staged as { problem: string }).problem)
    else if (header.integrity !== undefined) takeIntegrity(header.integrity as IntegrityState)
    else if (header.outcomes !== undefined) report(header.outcomes as readonly Outcome[])
  })
  pipe.on('close', () => stop.abort())
  pipe.on('error', () => stop.abort())

  let integrity: { readonly integrity?: IntegrityState } = {}
  function takeIntegrity(state: IntegrityState): void {
    integrity = { integrity: state }
    station?.callNow()
  }

  const report = (outcomes: readonly Outcome[]) => updater?.report(outcomes, (record) => station?.report(record))

  const { name, capabilities, update } = await hello.promise
  const tell = (message: Readonly<Record<string, unknown>>) => void client.tell(message).catch(() => {})
  const updates = new Updater({ home, standing: update, tell, say })
  updater = updates
  const world = pipedWorld(client, name, capabilities)
  const run = newRun()
  let enrolment = readEnrolment(home)
  if (!enrolment) throw new Error(notEnrolled)

  const memory = memoryGiver()
  let goesOn = false
  let settledBytes = 0
  setTimeout(() => {
    memory.giveBack()
    settledBytes = process.memoryUsage.rss()
  }, settledMs).unref()
  const isLarge = () => process.memoryUsage.rss() > Math.max(recycleBytes, goesOn ? settledBytes * recycleGrowth : 0)
  /** A large collection leaves a heap that V8 does not return: a fresh process goes on from where this one stood. */
  const recycle = setInterval(() => {
    if (!station || spoolOf?.pending !== 0 || settledBytes === 0 || !isLarge()) return
    memory.giveBack()
    const state = isLarge() ? station.save() : undefined
    if (!state) return
    keepStation(home, state)
    process.exitCode = stationRecycles
    stop.abort()
  }, 15_000)
  recycle.unref()
  let spoolOf: Spool | undefined
  const untold = [...(update?.outcomes ?? [])]

  for (;;) {
    const current = enrolment
    const spool = new Spool(join(home, 'spool', current.source), { maxBytes: spoolBytes, epoch: current.epoch })
    spoolOf = spool
    const installed = installedProxy(current)
    const configurator: Configurator = new Configurator({
      home,
      source: current.source,
      trust: () => current.trust,
      apply: (configuration) =>
        station && applyConfiguration(configuration, { station, client: http, installed, tell }),
      call: () => station?.callNow(),
      say,
      ...trialTime(),
    })
    const proxy = proxyOf(configurator.configuration, installed)
    const http = new HttpClient({ ...serverOf(current), ...(proxy && { proxy }) })
    const identity = { source: current.source, privateKey: readPrivateKey(current.key), agentId: current.agentId }
    const plain = httpLink(http, identity, () => sourceState(run, declaredCapabilities(world)))
    let next: SignedConfiguration | undefined
    const link: ServerLink = {
      ...plain,
      async heartbeat(position) {
        const answer = await plain.heartbeat({ ...position, configuration: configurator.state, ...integrity })
        next = answer.configuration
        return answer
      },
    }
    let timeline = current.timeline
    let spentBefore = 0
    let quiet: NodeJS.Timeout | undefined
    station = new Station({
      world,
      faces: edgeFaces,
      spool,
      link,
      identity,
      timeline: () => timeline,
      keepTimeline: (next) => {
        timeline = next
        writeEnrolment(home, { ...current, timeline })
      },
      say,
      heard: () => {
        updates.heard()
        configurator.heard(next)
        next = undefined
      },
      manners: mannersOf(configurator.configuration),
      urgent: () => configurator.isOnTrial || updates.isOnTrial,
      idle: (spentMs) => {
        clearTimeout(quiet)
        quiet = setTimeout(() => {
          if (spentMs - spentBefore < giveBackMs) return memory.letGo()
          spentBefore = spentMs
          memory.giveBack()
        }, quietMs)
        quiet.unref()
      },
    })
    applyConfiguration(configurator.configuration, { station, client: http, installed, tell })
    configurator.begin()
    /** The server is told first: afterwards there is nobody to tell it. */
    const uninstall = async (signed: SignedCommand, finish: Finish) => {
      if (!update) return finish('refused', 'this agent was not installed by the install command: remove it by hand')
      finish('done', 'it removes itself from this host')
      for (let tries = 0; tries < 100 && spool.pending > 0; tries++) await sleep(200)
      tell({ uninstall: { signed, source: current.source } })
    }
    const saved = takeStation(home)
    if (saved) station.restore(saved)
    goesOn ||= saved !== undefined
    report(untold.splice(0))
    await client.tell({ watch: station.triggers })
    const round = new AbortController()
    stop.signal.addEventListener('abort', () => round.abort(), { once: true })
    try {
      await Promise.all([
        station.run(round.signal),
        obey(
          {
            ...{
              link,
              client: http,
              station,
              updater: updates,
              source: identity.source,
              trust: () => current.trust,
              say,
            },
            uninstall: (signed, finish) => void uninstall(signed, finish),
          },
          round.signal,
        ),
      ])
      break
    } catch (error) {
      round.abort()
      if (stop.signal.aborted) break
      if (!(error instanceof Rejected)) throw error
      if (error.reason !== 'enrol-again') {
        say(`the server refuses this agent: ${error.message}`)
        process.exitCode = stationRefused
        break
      }
      say(`enrolling again: ${error.message}`)
      enrolment = await enrolAgent(
        home,
        world,
        { ...serverOf(current), ...(installed && { proxy: installed }) },
        current.activationKey,
        run,
      )
    } finally {
      configurator.end()
      spool.close()
      http.close()
    }
  }
  pipe.destroy()
}

/** Another patience for trials, as the launcher has it. */
function trialTime(): { readonly trialMs?: number } {
  const seconds = Number(process.env.HOLDFAST_AGENT_TRIAL_SECONDS)
  return seconds > 0 ? { trialMs: seconds * 1000 } : {}
}
