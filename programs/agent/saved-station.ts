import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SavedStation } from '@holdfast/platform/edge'

const file = 'station.json'

/** Leaves word for the process that goes on. */
export function keepStation(home: string, state: SavedStation): void {
  writeFileSync(join(home, file), JSON.stringify(state), { mode: 0o600 })
}

/**
 * Takes the word that the last process left, once: a process that ended otherwise left none, or an old one that must not be believed, and then
 * everything is told anew.
 */
export function takeStation(home: string): SavedStation | undefined {
  const path = join(home, file)
  try {
    const state = JSON.parse(readFileSync(path, 'utf8')) as SavedStation
    rmSync(path)
    return state
  } catch {
    rmSync(path, { force: true })
    return undefined
  }
}
