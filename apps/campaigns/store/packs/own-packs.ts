import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Pack } from '../../engine/pack/pack.ts'
import { readPack } from './read-pack.ts'

const folder = new URL('../../content/packs/', import.meta.url)
let kept: ReadonlyMap<string, Pack> | undefined

/** The packs that the project itself writes, by id; trusted as its code is. */
export function ownPacks(): ReadonlyMap<string, Pack> {
  kept ??= new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => {
        const url = new URL(name, folder)
        const pack = readPack(fileURLToPath(url), readFileSync(url, 'utf8'), Date.now())
        return [pack.id, pack] as const
      }),
  )
  return kept
}
