import type { FileStat, WalkEntry, World } from '@holdfast/platform/contract'
import { readText } from '../look/read-text.ts'
import kinds from '../mounts/file-system-kinds.json' with { type: 'json' }
import spec from './walk-spec.json' with { type: 'json' }

/** A file that may tell of software, by what it would be. */
export interface Manifests {
  readonly npm: readonly string[]
  /** JavaScript outside of installed packages. */
  readonly scripts: readonly string[]
  readonly pypi: readonly string[]
  readonly gem: readonly string[]
  readonly composer: readonly string[]
  readonly maven: readonly string[]
  readonly programs: readonly string[]
  /** Why not everything was seen: a sentence each. */
  readonly troubles: readonly string[]
}

const maxEntries = 3_000_000
/** Manifests of one language at most. */
const maxFiles = 100_000
/** Scripts, of which each is looked into: a web server has some hundreds. */
const maxScripts = 10_000
/** Smaller ones hold no library, larger ones are bundles of a whole site. */
const scriptBytes = { least: 500, most: 4 * 1024 * 1024 } as const
/** The smallest program the Go toolchain links is larger. */
const minProgramBytes = 512 * 1024

/** One walk over the disk for all languages. */
export async function findManifests(world: World): Promise<Manifests> {
  const found = { npm: [], scripts: [], pypi: [], gem: [], composer: [], maven: [], programs: [] } as Record<
    keyof Omit<Manifests, 'troubles'>,
    string[]
  >
  const troubles: string[] = []
  let denied = 0
  const walk = world.files.walk({
    roots: await diskRoots(world),
    include: spec.include,
    prune: spec.prune,
    kinds: ['file'],
    maxEntries,
  })
  for await (const entry of walk) {
    if (entry.type === 'entry') {
      const kind = kindOf(entry.path, entry.stat)
      const most = kind === 'scripts' ? maxScripts : maxFiles
      if (kind !== undefined && found[kind].length < most) found[kind].push(entry.path)
      else if (kind !== undefined && !troubles.includes(tooMany(kind))) troubles.push(tooMany(kind))
    } else if (entry.type === 'truncated') troubles.push(`the walk ended after ${entry.visited} entries`)
    else if (isRealTrouble(entry)) denied += 1
  }
  if (denied > 0) troubles.push(`${denied} directories could not be read`)
  return { ...found, troubles }
}

function tooMany(kind: string): string {
  return `more than ${kind === 'scripts' ? maxScripts : maxFiles} files of ${kind}`
}

function isRealTrouble(entry: Extract<WalkEntry, { type: 'unseen' }>): boolean {
  return entry.reason !== 'unsupported'
}

function kindOf(path: string, { mode, size }: FileStat): keyof Omit<Manifests, 'troubles'> | undefined {
  if (path.endsWith('/package.json'))
    return /\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path) ? 'npm' : undefined
  // What a package manager installed has a manifest of its own.
  if (path.endsWith('.js') && !path.includes('/node_modules/'))
    return size >= scriptBytes.least && size <= scriptBytes.most ? 'scripts' : undefined
  if (path.endsWith('.dist-info/METADATA') || path.endsWith('.egg-info/PKG-INFO') || path.endsWith('.egg-info'))
    return 'pypi'
  if (path.endsWith('.gemspec')) return path.includes('/specifications/') ? 'gem' : undefined
  if (path.endsWith('/composer/installed.json')) return 'composer'
  if (/\.(?:jar|war|ear|par|hpi|jpi)$/i.test(path)) return 'maven'
  return (mode & 0o111) !== 0 && size >= minProgramBytes ? 'programs' : undefined
}

/** The root, and every disk that is mounted below it; network file systems are left to the hosts that own them. */
async function diskRoots(world: World): Promise<readonly string[]> {
  if (!world.capabilities.has('live')) return ['/']
  const table = await readText(world, '/proc/self/mountinfo')
  const foreign = new Set([...kinds.network, ...kinds.memory, ...kinds.kernel, ...kinds.overlay])
  const disks = (table.ok ? table.text.split('\n') : []).flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ')
    const [, , , within, path = ''] = left.split(' ')
    // A bind mount shows a part of a disk that is walked elsewhere.
    return within === '/' &&
      path !== '/' &&
      path !== '' &&
      !path.includes('\\') &&
      !foreign.has(right.split(' ')[0] ?? '')
      ? [path]
      : []
  })
  return ['/', ...new Set(disks)]
}
