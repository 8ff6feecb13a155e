import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type FileLock, takeFileLock } from '../../lock/index.ts'
import { StoreError } from '../store-error.ts'

/** Raised when the layout of the home directory changes so that an older program would misread it. */
const layoutVersion = 1

/** Holdfast's home directory: exists, belongs to us, and is of a layout that this program knows. */
export interface Home {
  readonly path: string
  /** True when this process is root: then the database runs as an account of its own. */
  readonly asRoot: boolean
}

/** The path of the home directory: `HOLDFAST_HOME`, or `/var/lib/holdfast` for root and `~/.holdfast` for others. */
export function homePath(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.HOLDFAST_HOME) return resolve(environment.HOLDFAST_HOME)
  return isRoot() ? '/var/lib/holdfast' : join(homedir(), '.holdfast')
}

/** Opens the home directory and makes it when it is missing. Throws `home-newer`, `home-permission`, `disk-full`. */
export function openHome(path: string = homePath()): Home {
  const home: Home = { path: resolve(path), asRoot: isRoot() }
  try {
    prepare(home)
  } catch (error) {
    throw explainHomeError(home, error)
  }
  return home
}

/** Takes the home for this process until it ends. Throws `home-in-use`, which names the process that has it. */
export function lockHome(home: Home): FileLock {
  const lock = takeFileLock(join(home.path, 'lock'))
  if ('release' in lock) return lock
  const who = lock.heldBy ? `process ${lock.heldBy}` : 'another process'
  throw new StoreError(
    'home-in-use',
    `${home.path} is in use by ${who}. Stop it, or choose another HOLDFAST_HOME (and other ports) for a second instance.`,
  )
}

function prepare(home: Home) {
  // Root's database account must be able to pass through, not to list.
  const mode = home.asRoot ? 0o711 : 0o700
  makeFolder(home.path, mode)
  const found = statSync(home.path)
  if (!found.isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' })
  const version = readVersion(home)
  if (version > 0 && found.uid !== process.getuid?.()) {
    throw new StoreError(
      'home-permission',
      `${home.path} belongs to the account with number ${found.uid}. Run as that account, or choose another HOLDFAST_HOME.`,
    )
  }
  if (version > layoutVersion) {
    throw new StoreError(
      'home-newer',
      `${home.path} was written by a newer Holdfast (layout ${version}, this program knows ${layoutVersion}). ` +
        'Run the newer program, or choose another HOLDFAST_HOME.',
    )
  }
  if (found.uid === process.getuid?.() && (found.mode & 0o777) !== mode) chmodSync(home.path, mode)
  if (version < layoutVersion) writeFileSync(join(home.path, 'version'), `${layoutVersion}\n`, { mode: 0o644 })
}

/** Folder by folder: where none can be made although the one above is there, as below /proc, Node's own way up never ends. */
function makeFolder(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error
    makeFolder(dirname(path), mode)
    mkdirSync(path, { mode })
  }
}

/** 0 for a new home. */
function readVersion(home: Home): number {
  let text: string
  try {
    text = readFileSync(join(home.path, 'version'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
  const version = Number(text.trim())
  // An empty file is what a full disk leaves of a first start.
  if (text.trim() === '') return 0
  if (Number.isInteger(version) && version > 0) return version
  throw new StoreError('home-newer', `${home.path}/version holds no number: this is not a home of Holdfast.`)
}

/** One clear line for what the file system refused below the home; other errors stay as they are. */
export function explainHomeError(home: Home, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new StoreError('disk-full', `No space left for ${home.path}. Free some, then try again.`, { cause: error })
  }
  if (
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS' ||
    code === 'ENOTDIR' ||
    code === 'EEXIST' ||
    code === 'ENOENT'
  ) {
    return new StoreError(
      'home-permission',
      `${home.path} cannot be used as home directory (${code} at ${(error as NodeJS.ErrnoException).path ?? home.path}). Choose another HOLDFAST_HOME or correct its owner.`,
      { cause: error },
    )
  }
  return error
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
