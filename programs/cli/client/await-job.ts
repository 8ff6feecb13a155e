import { setTimeout as sleep } from 'node:timers/promises'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { ApiClient } from './api-client.ts'

interface Job {
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly message: string
  readonly error: string | null
}

/** Waits for the end of a job, and says how far it is when that changed. Throws CliError where it did not succeed. */
export async function awaitJob(client: ApiClient, id: string, say: (line: string) => void): Promise<void> {
  let said = ''
  for (let pause = 200; ; pause = Math.min(2000, pause * 1.5)) {
    const { state, message, error } = ((await client.ask('GET', `/api/v1/jobs/${id}`)).json as { data: Job }).data
    if (state === 'failed' || state === 'cancelled')
      throw new CliError(error ?? `The job was ${state}.`, { code: exitCode.unavailable })
    if (message !== '' && message !== said) say(message)
    said = message
    if (state === 'done') return
    await sleep(pause)
  }
}
