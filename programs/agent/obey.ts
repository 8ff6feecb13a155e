import { Backoff, Pause, Rejected, type ServerLink, type Station } from '@holdfast/platform/edge'
import type { EnvelopeRecord } from '@holdfast/platform/envelope'
import { type Command, type TrustBundle, verifyCommand } from '@holdfast/platform/trust'

/** What this agent does when asked. */
const declares = ['collect-now'] as const
/** Results of this many last commands are remembered, to answer again without doing twice. */
const remembered = 256

/** Waits for commands and carries out those that are rightly signed, in time, and declared. Runs until `stop`. */
export async function obey(
  link: ServerLink,
  station: Station,
  options: { readonly source: string; readonly trust: () => TrustBundle; readonly say: (line: string) => void },
  stop: AbortSignal,
): Promise<void> {
  const backoff = new Backoff()
  const done = new Map<string, EnvelopeRecord | undefined>()
  while (!stop.aborted) {
    try {
      for (const signed of await link.commands(25, stop)) {
        const verdict = verifyCommand(signed, {
          bundle: options.trust(),
          source: options.source,
          declares,
          now: new Date().toISOString(),
        })
        if (verdict.ok) {
          const { id } = verdict.command
          // Asked again: the result was lost on its way, or is still to come.
          if (done.has(id)) {
            const known = done.get(id)
            if (known) station.report(known)
            continue
          }
          done.set(id, undefined)
          if (done.size > remembered) done.delete(done.keys().next().value as string)
          carryOut(verdict.command, station, (result) => {
            done.set(id, result)
            station.report(result)
          })
        } else {
          options.say(`a command was refused: ${verdict.reason}`)
          if (verdict.id)
            station.report({
              type: 'result',
              command: verdict.id,
              status: 'refused',
              at: new Date().toISOString(),
              detail: verdict.reason,
            })
        }
      }
      backoff.succeeded()
    } catch (error) {
      if (stop.aborted || error instanceof Rejected) return
      await new Pause().sleep(backoff.next(Math.random()), stop)
    }
  }
}

function carryOut(command: Command, station: Station, finish: (result: EnvelopeRecord) => void): void {
  const { collectors, full } = command.args
  station.collectNow(collectors, full ?? false, () =>
    finish({ type: 'result', command: command.id, status: 'done', at: new Date().toISOString() }),
  )
}
