// A station in a process of its own, whose clock its parent sets. Its arguments: the door, the activation key, the folder of the spool, the first shift.
import { shiftClock } from './shift-clock.ts'

const [url = '', activationKey = '', folder = '', shift = '0'] = process.argv.slice(2)
shiftClock(Number(shift))
const { sampleStation } = await import('./sample-station.ts')
const ends: (() => unknown)[] = []
const agent = await sampleStation({ after: (end) => void ends.push(end) }, { url, activationKey, folder })

/** What a parent may tell. */
export type Order = { readonly shift?: number; readonly thing?: readonly [string, string] }

/** What it is answered, when all is with the server. */
export interface Report {
  readonly source: string
  readonly epoch: number
  readonly said: readonly string[]
}

process.on('message', async ({ shift, thing }: Order) => {
  if (shift !== undefined) shiftClock(shift)
  if (thing) agent.things.set(...(thing as [string, string]))
  await agent.look()
  await agent.delivered()
  process.send?.({ source: agent.source, epoch: agent.spool.epoch, said: agent.said } satisfies Report)
})
process.on('disconnect', async () => {
  for (const end of ends) await end()
  process.exit(0)
})
process.send?.('ready')
