import { readFileSync } from 'node:fs'
import { linkToSupervisor } from './child-link.ts'
import { readSettings } from './settings.ts'

/** Runs a server or worker in this process. An expected failure is told to the supervisor, or printed, and the exit status is 6. */
export async function runProcess(kind: 'server' | 'worker'): Promise<void> {
  const link = linkToSupervisor()
  try {
    const settings = readSettings()
    if (kind === 'worker') await (await import('./run-worker.ts')).runWorker(settings, link, programVersion())
    else await (await import('./run-server.ts')).runServer(settings, link, programVersion())
    process.exitCode = 0
  } catch (error) {
    const { name, message, stack } = error as Error
    const expected = ['StoreError', 'DatabaseUnavailable', 'PortError', 'SettingError'].includes(name)
    link.tell({ type: 'failed', message, expected })
    process.stderr.write(`holdfast ${kind}: ${expected ? message : stack}\n`)
    process.exitCode = 6
  } finally {
    if (process.connected) process.disconnect()
  }
}

/** The version in the root's package.json. */
export function programVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
