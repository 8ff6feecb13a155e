import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { version } from '../version.ts'

const require = createRequire(import.meta.url)
const here = dirname(fileURLToPath(import.meta.url))

/** An agent as it is installed: a folder that needs nothing else on its host. */
export interface PackedAgent {
  readonly folder: string
  readonly version: string
  /** `0.1.0-linux-x64`, and the digest of the program: another digest is another program. */
  readonly name: string
  readonly digest: string
}

/** What of an agent is made for one kind of machine. */
export interface NativeParts {
  /** `linux-x64`, `linux-arm64`. */
  readonly platform: string
  /** Path of the Node program, and its version. */
  readonly node: string
  readonly nodeVersion: string
  /** Folder of the binaries of the foreign-function library. */
  readonly koffi: string
}

/** Those of this machine. */
export function ownParts(): NativeParts {
  const platform = `${process.platform}-${process.arch}`
  return {
    platform,
    node: process.execPath,
    nodeVersion: process.versions.node,
    koffi: join(koffiFolder(), '../@koromix', `koffi-${platform}`),
  }
}

/**
 * Builds the agent below `target`: the pinned Node, the program as files of JavaScript, the launcher, and the one native library; for this machine's kind
 * unless told. Does nothing when that very program is there already.
 */
export async function packAgent(target: string, parts = ownParts()): Promise<PackedAgent> {
  const program = await bundle()
  const launcher = readFileSync(join(here, 'launch'))
  const digest = createHash('sha256')
    .update([...program].flat().join('\0'))
    .update(launcher)
    .update(parts.nodeVersion)
    .update(koffiVersion())
    .digest('hex')
    .slice(0, 16)
  const name = `${version}-${parts.platform}`
  const folder = join(target, `${name}-${digest}`)
  const packed = { folder, version, name, digest }
  if (existsSync(join(folder, 'agent.mjs'))) return packed
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(join(fresh, 'bin'), { recursive: true, mode: 0o755 })
  place(parts.node, join(fresh, 'bin/node'))
  copyNative(fresh, parts)
  for (const [name, code] of program) writeFileSync(join(fresh, name), code)
  writeFileSync(join(fresh, 'launch'), launcher, { mode: 0o755 })
  writeFileSync(
    join(fresh, 'package.json'),
    `${JSON.stringify({ name: 'holdfast-agent', version, type: 'module', private: true })}\n`,
  )
  rmSync(folder, { recursive: true, force: true })
  renameSync(fresh, folder)
  return packed
}

/** The program as modules: each half of the agent loads what it needs, and no more. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  const build = await rolldown({
    input: { agent: join(here, '../main.ts') },
    platform: 'node',
    external: ['koffi'],
    treeshake: true,
    onLog(_level, log) {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message)
    },
  })
  try {
    const { output } = await build.generate({
      format: 'esm',
      comments: false,
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name]-[hash].mjs',
    })
    return new Map(output.flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part.code] as const] : [])))
  } finally {
    await build.close()
  }
}

/** The foreign-function library with the binaries for one platform only. */
function copyNative(folder: string, parts: NativeParts): void {
  const koffi = koffiFolder()
  for (const part of [
    'package.json',
    'index.js',
    'index.cjs',
    'indirect.js',
    'indirect.cjs',
    'lib',
    'src',
    'LICENSE.txt',
  ]) {
    if (existsSync(join(koffi, part)))
      cpSync(join(koffi, part), join(folder, 'node_modules/koffi', part), { recursive: true })
  }
  cpSync(parts.koffi, join(folder, 'node_modules/@koromix', `koffi-${parts.platform}`), { recursive: true })
}

function koffiVersion(): string {
  return (JSON.parse(readFileSync(join(koffiFolder(), 'package.json'), 'utf8')) as { version: string }).version
}

function koffiFolder(): string {
  return dirname(require.resolve('koffi'))
}

/** A hard link where the file system allows: the runtime is 127 MB. */
function place(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
  chmodSync(to, 0o755)
}
