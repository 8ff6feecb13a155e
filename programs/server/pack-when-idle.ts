import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

export interface IdleTimes {
  /** A start brings work of its own; whoever adds a host at once has it packed at once. Milliseconds. */
  readonly firstMs: number
  readonly pauseMs: number
  readonly isBusy: () => boolean
}

const usual: IdleTimes = {
  firstMs: 60_000,
  pauseMs: 20_000,
  isBusy: () => loadavg()[0]! > availableParallelism() / 2,
}

/** Packs the agent for machines of this kind once the machine has nothing better to do, so that the first host that is added does not wait for it. Fetches nothing. */
export async function packWhenIdle(pack: () => Promise<unknown>, stop: AbortSignal, times = usual): Promise<void> {
  try {
    await sleep(times.firstMs, undefined, { signal: stop, ref: false })
    while (times.isBusy()) await sleep(times.pauseMs, undefined, { signal: stop, ref: false })
    await pack()
  } catch {
    // Stopped, or it cannot be packed: who asks for it hears why.
  }
}
