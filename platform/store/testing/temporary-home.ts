import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPostmaster, stopPostmaster } from '../embedded/postmaster.ts'
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from '../embedded/start-embedded.ts'
import { type Home, openHome } from '../home/open-home.ts'

const running = new Map<string, EmbeddedServer[]>()

/** A home directory for one test; a database that still runs in it at the end is stopped before it is removed. */
export function temporaryHome(t: { after(fn: () => unknown): void }): Home {
  const home = openHome(mkdtempSync(join(tmpdir(), 'holdfast-home-')))
  t.after(async () => {
    for (const server of running.get(home.path) ?? []) await server.stop()
    running.delete(home.path)
    const left = findPostmaster(join(home.path, 'database', 'data'))
    if (left) await stopPostmaster(left, 1000)
    rmSync(home.path, { recursive: true, force: true })
  })
  return home
}

/** startEmbedded in a temporary home, stopped at the end of the test unless the test does so. */
export async function startForTest(home: Home, options?: EmbeddedOptions): Promise<EmbeddedServer> {
  const server = await startEmbedded(home, options)
  running.set(home.path, [...(running.get(home.path) ?? []), server])
  return server
}
