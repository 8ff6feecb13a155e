import type { World } from '@holdfast/platform/contract'

interface Memory {
  readonly fingerprint: string
  readonly value: unknown
}

const memories = new WeakMap<World, Map<string, Memory>>()

/**
 * Computes a value from files once, and again only when one of them changed (size, time, inode). Several collectors ask for the same
 * databases within one run, and an agent asks again every few minutes; the answer still depends on nothing but the world.
 */
export async function remembered<Value>(
  world: World,
  key: string,
  paths: readonly string[],
  compute: () => Promise<Value>,
): Promise<Value> {
  const fingerprint = await fingerprintOf(world, paths)
  let ofWorld = memories.get(world)
  if (ofWorld === undefined) {
    ofWorld = new Map()
    memories.set(world, ofWorld)
  }
  const known = ofWorld.get(key)
  if (known?.fingerprint === fingerprint) return known.value as Value
  const value = await compute()
  ofWorld.set(key, { fingerprint, value })
  return value
}

async function fingerprintOf(world: World, paths: readonly string[]): Promise<string> {
  const parts: string[] = []
  for await (const answer of world.files.statMany(paths)) {
    parts.push(answer.ok ? `${answer.stat.size}:${answer.stat.mtime}:${answer.stat.inode}` : answer.reason)
  }
  return parts.join('|')
}
