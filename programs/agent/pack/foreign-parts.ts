import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import type { NativeParts } from './pack-agent.ts'

const lockFile = fileURLToPath(new URL('../../../package-lock.json', import.meta.url))
/** A package of 50 MB over a slow line. */
const patienceMs = 10 * 60_000

export interface ForeignOptions {
  /** Where what was fetched is kept. */
  readonly cache: string
  /** The lock file whose versions and digests hold. */
  readonly lock?: string
  /** For npm, which reads where its registry is from here and from its own files. */
  readonly environment?: NodeJS.ProcessEnv
}

/**
 * The parts of an agent for another kind of machine than this one, for which npm has not installed them: fetched by npm from the registry that this
 * machine uses, checked against the lock file, and kept. Throws one line where that fails, for instance since there is no network.
 */
export async function foreignParts(platform: string, options: ForeignOptions): Promise<NativeParts> {
  const node = await fetchPackage(`node-${platform}`, options)
  const koffi = await fetchPackage(`@koromix/koffi-${platform}`, options)
  return { platform, node: join(node.folder, 'bin/node'), nodeVersion: node.version, koffi: koffi.folder }
}

interface LockedPackage {
  readonly version: string
  readonly integrity: string
}

async function fetchPackage(name: string, options: ForeignOptions): Promise<{ folder: string; version: string }> {
  const locked = lockedPackage(name, options.lock ?? lockFile)
  const { version, integrity } = locked
  const folder = join(options.cache, `${name.replaceAll('/', '+')}-${version}`)
  if (existsSync(folder)) return { folder, version }
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o755 })
  try {
    const archive = await download(`${name}@${version}`, fresh, options.environment)
    if (!(await fits(archive, integrity)))
      throw new Error(`${name} ${version} from the npm registry is not the one that package-lock.json names`)
    await run('tar', ['-xzf', archive, '-C', fresh, '--no-same-owner'])
    renameSync(join(fresh, 'package'), folder)
    return { folder, version }
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

function lockedPackage(name: string, lock: string): LockedPackage {
  const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as { packages: Record<string, Partial<LockedPackage>> }
  const { version, integrity } = packages[`node_modules/${name}`] ?? {}
  if (!version || !integrity) throw new Error(`package-lock.json does not name ${name}`)
  return { version, integrity }
}

/** npm knows registry, proxy and credentials of this machine. Returns the path of the tarball. */
async function download(spec: string, folder: string, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const quick = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=2000']
  try {
    await run('npm', ['pack', spec, '--pack-destination', folder, '--ignore-scripts', '--loglevel=error', ...quick], {
      cwd: folder,
      env: { ...environment, npm_config_update_notifier: 'false' },
    })
  } catch (error) {
    throw new Error(`${spec} could not be had from the npm registry (${(error as Error).message})`)
  }
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (!tarball) throw new Error(`npm brought no archive of ${spec}`)
  return join(folder, tarball)
}

/** Subresource Integrity as npm writes it: `sha512-` and the digest in base64. */
async function fits(path: string, integrity: string): Promise<boolean> {
  const [, algorithm, expected] = /^(sha512|sha384|sha256)-([\w+/=]+)$/.exec(integrity) ?? []
  if (!algorithm) return false
  const hash = createHash(algorithm)
  await pipeline(createReadStream(path), hash)
  return hash.digest('base64') === expected
}

function run(program: string, argv: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  return new Promise<void>((resolve, reject) => {
    const child = spawn(program, argv, { ...options, stdio: ['ignore', 'ignore', 'pipe'], timeout: patienceMs })
    let words = ''
    child.stderr.on('data', (chunk) => {
      words = (words + chunk).slice(-4000)
    })
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error(`${program} is not installed`) : error),
    )
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(firstLine(words, program, code)))))
  })
}

function firstLine(words: string, program: string, code: number | null): string {
  const line = words.split('\n').find((each) => each.trim() !== '' && !each.includes(' warn '))
  return line?.replace(/^npm (error|ERR!) /, '').trim() ?? `${program} ended with ${code ?? 'no status'}`
}
