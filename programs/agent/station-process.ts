// The unprivileged half of an agent: parses, compares, spools, signs and sends. It sees the host only through the pipe to the observer.
import { Socket } from 'node:net'
import { join } from 'node:path'
import type { Capability } from '@holdfast/platform/contract'
import {
  type Change,
  HttpClient,
  httpLink,
  PipeClient,
  pipedWorld,
  Rejected,
  Spool,
  Station,
} from '@holdfast/platform/edge'
import { readPrivateKey } from '@holdfast/platform/envelope'
import { edgeFaces } from '../../apps/edge.ts'
import { notEnrolled, readEnrolment, writeEnrolment } from './agent-home.ts'
import { enrolAgent } from './enrol-agent.ts'
import { memoryGiver } from './give-memory-back.ts'
import { obey } from './obey.ts'
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
    else if (header.outcomes !== undefined) report(header.outcomes as readonly Outcome[])
  })
  pipe.on('close', () => stop.abort())
  pipe.on('error', () => stop.abort())

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
    const http = new HttpClient({ url: current.server, ...(current.authority ? { authority: current.authority } : {}) })
    const identity = { source: current.source, privateKey: readPrivateKey(current.key), agentId: current.agentId }
    const link = httpLink(http, identity, () => sourceState(run, declaredCapabilities(world)))
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
      heard: () => updates.heard(),
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
          { link, client: http, station, updater: updates, source: identity.source, trust: () => current.trust, say },
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
        { url: current.server, ...(current.authority ? { authority: current.authority } : {}) },
        current.activationKey,
        run,
      )
    } finally {
      spool.close()
      http.close()
    }
  }
  pipe.destroy()
}
