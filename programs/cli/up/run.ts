import { newSignInLink } from '@holdfast/platform/access'
import type { VerbContext } from '@holdfast/platform/contract'
import { readSettings } from '../../server/settings.ts'
import { type Running, startAll } from '../../server/start-all.ts'
import { withOwnToken } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { firstLook } from './first-look.ts'
import { signInLinks } from './sign-in-links.ts'
import { summaryLines } from './summary-lines.ts'

const lookMs = 180_000

/** `holdfast up` */
export async function run(context: VerbContext): Promise<number> {
  const { options, say } = context
  const stop = context.stop as AbortSignal
  const started = performance.now()
  const progress = options.quiet ? () => {} : say
  const running = await start(context, progress)
  if (!running) return exitCode.interrupted
  try {
    say(`Ready after ${((performance.now() - started) / 1000).toFixed(1)} s.`)
    if (options.once) return await lookOnce(context, running)
    await showLinks(running, say)
    say('Stop with Ctrl-C.')
    const looking = look(running, stop).then(
      (lines) => lines && !stop.aborted && lines.forEach((line) => void say(line)),
      () => {},
    )
    await new Promise<void>((resolve) => {
      if (stop.aborted) resolve()
      stop.addEventListener('abort', () => resolve(), { once: true })
    })
    await looking
    progress('Stopping …')
    return exitCode.ok
  } finally {
    await running.stop()
  }
}

async function start({ options, stop }: VerbContext, onProgress: (line: string) => void): Promise<Running | undefined> {
  try {
    return await startAll({
      settings: readSettings(),
      stop: stop as AbortSignal,
      onProgress,
      agent: !options['no-agent'],
    })
  } catch (error) {
    if (stop.aborted) return undefined
    throw error
  }
}

/** All the work once: data on stdout, and a status that tells "found nothing" from "did not look". */
async function lookOnce({ options, out, say, stop }: VerbContext, running: Running): Promise<number> {
  if (options['no-agent']) return exitCode.ok
  if (!options.quiet) say('Looking at this host …')
  const lines = await look(running, stop as AbortSignal)
  if (!lines) {
    say('This host was not looked at in time; see logs/ in the home directory.')
    return exitCode.partial
  }
  await out(`${lines.join('\n')}\n`)
  return exitCode.ok
}

async function look(running: Running, stop: AbortSignal): Promise<string[] | undefined> {
  const agent = await running.agent
  if (!agent) return undefined
  const found = await withOwnToken(running, (client) => firstLook(client, agent.source, { stop, timeoutMs: lookMs }))
  return found && summaryLines(found)
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
