import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AgentFiles } from '@holdfast/platform/http'
import type { ReceivingServer } from './receiving-server.ts'
import { until } from './sample-station.ts'

const program = fileURLToPath(new URL('../../programs/agent/main.ts', import.meta.url))

/** A server that can ask sources for something, and has no agent to hand out. */
export const nothingToHandOut: AgentFiles = {
  ...{ installScript: () => '', authority: () => '', version: () => '0', platforms: () => [] },
  archive: async () => undefined,
}

/** A real agent of this host, from this checkout, with a home of its own, that speaks with the TLS door. */
export async function configuredAgent(
  t: { after(fn: () => unknown): void },
  server: ReceivingServer,
  options: {
    readonly proxy?: string
    readonly direct?: boolean
    readonly trialSeconds?: number
    readonly key?: string
  } = {},
) {
  const home = mkdtempSync(join(tmpdir(), 'hf-configured-'))
  chmodSync(home, 0o711)
  let child: ChildProcess | undefined
  let said = ''
  const environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    ...(options.trialSeconds && { HOLDFAST_AGENT_TRIAL_SECONDS: String(options.trialSeconds) }),
  }
  const authority = join(home, '..', `${home.split('/').pop()}.pem`)
  writeFileSync(authority, server.authority)
  t.after(async () => {
    await stop('SIGKILL')
    rmSync(home, { recursive: true, force: true })
    rmSync(authority, { force: true })
  })

  const run = (...argv: string[]) => {
    const started = spawn(process.execPath, [program, ...argv, '--home', home], {
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk
      })
    }
    return started
  }

  async function start(): Promise<void> {
    child = run('run')
    child.stdin?.end()
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }

  const enrolling = run(
    ...['enrol', '--server', server.tlsUrl ?? '', '--authority', authority, '--key-file', '-'],
    ...(options.proxy ? ['--proxy', options.proxy] : []),
    ...(options.direct ? ['--direct'] : []),
  )
  enrolling.stdin?.end(options.key ?? (await server.activationKey()))
  const [code] = await once(enrolling, 'exit')
  if (code !== 0) throw new Error(`the agent did not enrol: ${said}`)
  const source = /enrolled as (src_\w+)/.exec(said)?.[1] ?? ''
  const told = async () => (await server.ask('GET', `/api/v1/sources/${source}`)).json.data
  await start()
  return {
    home,
    source,
    start,
    stop,
    told,
    said: () => said,
    /** Asks it to look now, upon which it gives a sign of life, until it has told what one waits for. */
    // biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects
    async untilTold(condition: (told: any) => boolean, what: string): Promise<void> {
      await until(async () => {
        await server.apply()
        const found = await told()
        if (condition(found)) return true
        await server.ask('POST', `/api/v1/sources/${source}/collect`, { body: { collectors: ['inventory.kernel'] } })
        return false
      }, what)
    },
  }
}
