import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** A start brings work of its own; whoever adds a host at once has it packed at once. */
const firstMs = 60_000
const pauseMs = 20_000

/** Packs the agent for machines of this kind once the machine has nothing better to do, so that the first host that is added does not wait for it. Fetches nothing. */
export async function packWhenIdle(pack: () => Promise<unknown>, stop: AbortSignal): Promise<void> {
  try {
    await sleep(firstMs, undefined, { signal: stop, ref: false })
    while (loadavg()[0]! > availableParallelism() / 2) await sleep(pauseMs, undefined, { signal: stop, ref: false })
    await pack()
  } catch {
    // Stopped, or it cannot be packed: who asks for it hears why.
  }
}
