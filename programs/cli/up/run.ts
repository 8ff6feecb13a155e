import { newSignInLink } from '@holdfast/platform/access'
import type { VerbContext } from '@holdfast/platform/contract'
import { readSettings } from '../../server/settings.ts'
import { type Running, startAll } from '../../server/start-all.ts'
import { exitCode } from '../exit-code.ts'
import { signInLinks } from './sign-in-links.ts'

/** `holdfast up` */
export async function run(context: VerbContext): Promise<number> {
  const { options, say } = context
  const stop = context.stop as AbortSignal
  const started = performance.now()
  const progress = options.quiet ? () => {} : say
  const running = await start(stop, progress)
  if (!running) return exitCode.interrupted
  try {
    say(`Ready after ${((performance.now() - started) / 1000).toFixed(1)} s.`)
    await showLinks(running, say)
    if (options.once) return exitCode.ok
    say('Stop with Ctrl-C.')
    await new Promise<void>((resolve) => {
      if (stop.aborted) resolve()
      stop.addEventListener('abort', () => resolve(), { once: true })
    })
    progress('Stopping …')
    return exitCode.ok
  } finally {
    await running.stop()
  }
}

async function start(stop: AbortSignal, onProgress: (line: string) => void): Promise<Running | undefined> {
  try {
    return await startAll({ settings: readSettings(), stop, onProgress })
  } catch (error) {
    if (stop.aborted) return undefined
    throw error
  }
}

async function showLinks(running: Running, say: (line: string) => void): Promise<void> {
  const secrets = {
    loopback: await newSignInLink(running.database, running.owner, 'loopback'),
    tls: await newSignInLink(running.database, running.owner, 'tls'),
  }
  say('')
  say('Sign in (each link works once, within 15 minutes; new ones: ./holdfast login)')
  for (const { label, url } of signInLinks(running, secrets)) say(`  ${label}  ${url}`)
  say('')
}
