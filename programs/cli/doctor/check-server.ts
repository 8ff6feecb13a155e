import type { Settings } from '../../server/settings.ts'
import { type Checked, fail, ok, warn } from './check.ts'

/** Whether this machine's server answers, and what it says about itself. */
export async function checkServer(settings: Settings): Promise<{ runs: boolean; checks: Checked[] }> {
  const url = `http://127.0.0.1:${settings.port}/readyz`
  let reply: Response
  try {
    reply = await fetch(url, { signal: AbortSignal.timeout(5000) })
  } catch {
    return {
      runs: false,
      checks: [warn('server', `nobody answers on port ${settings.port}`, 'Start it: ./holdfast up')],
    }
  }
  const body = (await reply.json().catch(() => undefined)) as
    | { status?: string; checks?: { name: string; ok: boolean; detail: string }[] }
    | undefined
  if (!body?.status) return { runs: false, checks: [] }
  const details = (body.checks ?? []).map((each) =>
    each.ok
      ? ok(`server: ${each.name}`, each.detail)
      : fail(`server: ${each.name}`, each.detail, 'See logs/server.log in the home directory.'),
  )
  return { runs: true, checks: [ok('server', `answers on port ${settings.port}: ${body.status}`), ...details] }
}
