import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { endProcessesOf, findPostmaster, stopPostmaster, writeDurably } from '../../store/administer/index.ts'
import type { Home } from '../../store/index.ts'

/** What a restore builds, before it is the home. */
export const partPrefix = 'restore.part-'
/** Its presence says that everything is built and only has to be moved. */
const readyFile = 'restore-ready.json'

/** What changes places, in this order. */
const places = ['keys', 'tls', 'database/secrets.json', 'database/data'] as const

interface Ready {
  readonly v: 1
  readonly part: string
  readonly aside: string
}

/** Says that a finished restore is to take its place; from here on it does, whatever happens. */
export function declareReady(home: Home, part: string, aside: string): void {
  const ready: Ready = { v: 1, part, aside }
  writeDurably(join(home.path, readyFile), `${JSON.stringify(ready)}\n`)
}

/**
 * Finishes a restore that was interrupted while it took its place, and removes one that was interrupted before: the home is then what it was before,
 * or what was restored. To be called by whoever holds the lock of the home, before its database is started. True when a restore was finished.
 */
export async function settleRestore(home: Home): Promise<boolean> {
  const ready = readReady(home)
  if (ready) await takePlace(home, ready)
  for (const name of readdirSync(home.path).filter((each) => each.startsWith(partPrefix)))
    await removePart(join(home.path, name))
  return ready !== undefined
}

/** Ends what still runs on it, too. */
export async function removePart(path: string): Promise<void> {
  const data = join(path, 'database', 'data')
  const left = findPostmaster(data)
  if (left) await stopPostmaster(left, 1000)
  await endProcessesOf(data)
  rmSync(path, { recursive: true, force: true, maxRetries: 5 })
}

/** Every step can be done again. */
async function takePlace(home: Home, ready: Ready): Promise<void> {
  const part = join(home.path, ready.part)
  const aside = join(home.path, ready.aside)
  const running = findPostmaster(join(home.path, 'database', 'data'))
  if (running) await stopPostmaster(running)
  for (const place of places) {
    const made = join(part, place)
    const target = join(home.path, place)
    // Moved already, or not in the backup.
    if (!existsSync(made)) continue
    if (existsSync(target)) move(target, join(aside, place), home)
    move(made, target, home)
  }
  rmSync(join(home.path, readyFile))
}

function move(from: string, to: string, home: Home): void {
  const folder = dirname(to)
  if (!existsSync(folder)) {
    // The account of the database must be able to pass through.
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, home.asRoot ? 0o711 : 0o700)
  }
  renameSync(from, to)
}

function readReady(home: Home): Ready | undefined {
  let text: string
  try {
    text = readFileSync(join(home.path, readyFile), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const ready = JSON.parse(text) as Ready
  const isName = (name: string) => /^[\w.-]{1,100}$/.test(name) && !name.startsWith('.')
  if (ready.v === 1 && isName(ready.part) && isName(ready.aside)) return ready
  throw new Error(`${join(home.path, readyFile)} makes no sense: remove it, and restore again`)
}
