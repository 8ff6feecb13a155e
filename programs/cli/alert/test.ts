import { setTimeout as sleep } from 'node:timers/promises'
import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { findAlert } from './find-alert.ts'

const patienceMs = 90_000
const pauseMs = 300

interface Delivery {
  readonly state: string
  readonly answer: string | null
  readonly channel: { readonly name: string }
}

/** `holdfast alert test`: sends what it would tell now, and waits for the real answers. */
export async function run({ options, positionals, environment, out, stop }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const alert = await findAlert(client, positionals[0]!)
    const { json } = await client.ask('POST', `/api/v1/alerts/${alert.id}/test`)
    const until = performance.now() + patienceMs
    let failed = false
    for (const id of (json as { data: { deliveries: readonly string[] } }).data.deliveries) {
      let delivery: Delivery
      for (;;) {
        stop.throwIfAborted()
        delivery = ((await client.ask('GET', `/api/v1/deliveries/${id}`)).json as { data: Delivery }).data
        if (delivery.state === 'delivered' || delivery.state === 'failed' || performance.now() > until) break
        await sleep(pauseMs)
      }
      failed ||= delivery.state !== 'delivered'
      await out(`${delivery.channel.name}  ${delivery.state}  ${delivery.answer ?? ''}\n`)
    }
    return failed ? exitCode.unavailable : exitCode.ok
  })
}
