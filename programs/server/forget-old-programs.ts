import { readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { PackedAgent } from '../agent/pack/pack-agent.ts'

/** An agent of this host that still runs from an older program has been started anew by then. */
const ageMs = 86_400_000

/** Removes what was packed for the same kind of machine before, folders and archives, once it is a day old. Answers with the names. */
export function forgetOldPrograms(target: string, { folder }: Pick<PackedAgent, 'folder'>, now: number): string[] {
  const current = basename(folder)
  // `0.1.0-linux-x64-0123456789abcdef`, with what an interrupted packing leaves.
  const [, platform] = /-(linux-\w+)-[0-9a-f]{16}$/.exec(current) ?? []
  if (platform === undefined) return []
  const old = readdirSync(target).filter((name) => {
    const [, of] = /-(linux-\w+)-[0-9a-f]{16}(?:\.|$)/.exec(name) ?? []
    return of === platform && !name.startsWith(current) && now - statSync(join(target, name)).mtimeMs > ageMs
  })
  for (const name of old) rmSync(join(target, name), { recursive: true, force: true })
  return old
}
