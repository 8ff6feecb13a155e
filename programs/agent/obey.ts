import { Backoff, type HttpClient, Pause, Rejected, type ServerLink, type Station } from '@holdfast/platform/edge'
import type { EnvelopeRecord } from '@holdfast/platform/envelope'
import {
  type Command,
  type CommandArgs,
  type SignedCommand,
  type TrustBundle,
  verifyCommand,
} from '@holdfast/platform/trust'
import type { Updater } from './update/updater.ts'

/** What this agent does when asked. */
const declares = ['collect-now', 'update', 'roll-back', 'uninstall'] as const
/** Results of this many last commands are remembered, to answer again without doing twice. */
const remembered = 256

export interface Obedience {
  readonly link: ServerLink
  readonly client: HttpClient
  readonly station: Station
  readonly updater: Updater
  readonly source: string
  readonly trust: () => TrustBundle
  /** Has the observer remove this agent from its host, as the server ordered. */
  readonly uninstall: (signed: SignedCommand, finish: Finish) => void
  readonly say: (line: string) => void
}

export type Finish = (status: 'done' | 'failed' | 'refused', detail?: string) => void

/** Waits for commands and carries out those that are rightly signed, in time, and declared. Runs until `stop`. */
export async function obey(options: Obedience, stop: AbortSignal): Promise<void> {
  const { link, station, updater } = options
  const backoff = new Backoff()
  const done = new Map<string, EnvelopeRecord | undefined>()
  while (!stop.aborted) {
    try {
      const commands = await link.commands(25, stop)
      // Whoever asks for something wants to see how things are now, and that it works as it is told.
      if (commands.length > 0) station.callNow()
      for (const signed of commands) {
        const verdict = verifyCommand(signed, {
          bundle: options.trust(),
          source: options.source,
          declares,
          now: new Date().toISOString(),
        })
        if (verdict.ok) {
          const { command } = verdict
          const { id } = command
          // Asked again: the result was lost on its way, or is still to come.
          if (done.has(id)) {
            const known = done.get(id)
            if (known) station.report(known)
            continue
          }
          done.set(id, undefined)
          if (done.size > remembered) done.delete(done.keys().next().value as string)
          const finish: Finish = (status, detail) => {
            const result = resultOf(id, status, detail)
            done.set(id, result)
            station.report(result)
          }
          if (isCollect(command)) collect(command, station, finish)
          else if (command.kind === 'roll-back') void updater.rollBack({ command, signed }, finish)
          else if (command.kind === 'uninstall') options.uninstall(signed, finish)
          else void updater.update({ command, signed, client: options.client }, finish, stop)
        } else {
          options.say(`a command was refused: ${verdict.reason}`)
          if (verdict.id) station.report(resultOf(verdict.id, 'refused', verdict.reason))
        }
      }
      backoff.succeeded()
    } catch (error) {
      if (stop.aborted || error instanceof Rejected) return
      await new Pause().sleep(backoff.next(Math.random()), stop)
    }
  }
}

function isCollect(command: Command): command is Command<'collect-now'> {
  return command.kind === 'collect-now'
}

function collect(command: Command<'collect-now'>, station: Station, finish: Finish): void {
  const { collectors, full }: CommandArgs<'collect-now'> = command.args
  station.collectNow(collectors, full ?? false, () => finish('done'))
}

function resultOf(command: string, status: 'done' | 'failed' | 'refused', detail?: string): EnvelopeRecord {
  return {
    type: 'result',
    command,
    status,
    at: new Date().toISOString(),
    ...(detail === undefined ? {} : { detail }),
  }
}
