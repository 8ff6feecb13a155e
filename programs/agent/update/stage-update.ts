// The observer's half of an update: what comes here is signed by the installation, or it is thrown away unread.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { type CommandArgs, type SignedCommand, verifyCommand } from '@holdfast/platform/trust'
import { keepFile, keepFolder } from './keep-file.ts'
import { pinnedTrust } from './pin-trust.ts'
import { folderFiles, mayTryAgain, type ProgramFolder, readStanding } from './program-folder.ts'
import { forgetRefusal } from './refusals.ts'

/** What the station hands over: the order as the server signed it, and where the archive lies. */
export interface StagingOrder {
  readonly signed: SignedCommand
  /** Public id of the source: the station's word, the signature says that the order is for it. */
  readonly source: string
  readonly archive: string
}

const chunkBytes = 1 << 20
const path = '/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * Puts the new program into the folder that is not in use and lays it out for trial; the program in use is not touched. Nothing of the archive is looked at
 * before its bytes, copied to where nobody else can change them, have the digest that the installation signed. Returns why not, in words; undefined when done.
 */
export function stageUpdate(folder: ProgramFolder, order: StagingOrder, now: Date): string | undefined {
  const bundle = pinnedTrust(folder)
  if (!bundle) return 'this host keeps no key of the installation; run the install command again'
  const verdict = verifyCommand(order.signed, {
    bundle,
    source: order.source,
    declares: ['update'],
    now: now.toISOString(),
  })
  if (!verdict.ok) return `the order is not one of the installation: ${verdict.reason}`
  const { id, args } = verdict.command
  const update = args as CommandArgs<'update'>
  const standing = readStanding(folder)
  const before = standing.refused[update.sha256]
  if (before !== undefined && !mayTryAgain(before)) return `this host went back from that program before: ${before}`
  if (standing.onTrial) return 'the program that runs is on trial itself'
  if (update.platform !== `${process.platform}-${process.arch}`)
    return `the program is for ${update.platform}, this host is ${process.platform}-${process.arch}`
  const own = join(folder.path, 'incoming.tar.gz')
  const fresh = join(folder.path, `${folder.other}.new`)
  try {
    rmSync(fresh, { recursive: true, force: true })
    const problem = takeArchive(order.archive, own, update) ?? unpack(own, fresh)
    if (problem) return problem
    writeFileSync(join(fresh, 'holdfast-agent', folderFiles.archive), `${update.sha256}\n`)
    settle(fresh)
    rmSync(join(folder.path, folder.other), { recursive: true, force: true })
    renameSync(join(fresh, 'holdfast-agent'), join(folder.path, folder.other))
    keepFolder(folder.path)
    forgetRefusal(folder, update.sha256)
    keepFile(join(folder.path, folderFiles.trial), `${folder.other} ${update.sha256} ${id} 0\n`)
    return undefined
  } catch (error) {
    return `the program could not be written: ${error instanceof Error ? error.message : String(error)}`
  } finally {
    rmSync(own, { force: true })
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Copies the archive while its digest is taken: what was checked is what is unpacked. */
function takeArchive(from: string, to: string, wanted: CommandArgs<'update'>): string | undefined {
  const source = openSync(from, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  rmSync(to, { force: true })
  const target = openSync(to, 'wx', 0o600)
  try {
    const found = fstatSync(source)
    if (!found.isFile() || found.size !== wanted.size)
      return `the archive has ${found.size} bytes, the order says ${wanted.size}`
    const hash = createHash('sha256')
    const chunk = Buffer.alloc(chunkBytes)
    for (let left = wanted.size; left > 0; ) {
      const read = readSync(source, chunk, 0, Math.min(chunkBytes, left), null)
      if (read === 0) return 'the archive became shorter while it was read'
      hash.update(chunk.subarray(0, read))
      writeSync(target, chunk, 0, read)
      left -= read
    }
    return hash.digest('hex') === wanted.sha256 ? undefined : 'the archive is not the one that the order names'
  } finally {
    closeSync(source)
    closeSync(target)
  }
}

function unpack(archive: string, to: string): string | undefined {
  mkdirSync(to, { mode: 0o755 })
  const { status, stderr, error } = spawnSync('tar', ['-xzf', archive, '-C', to, '--no-same-owner'], {
    env: { PATH: path },
  })
  if (status !== 0) return `tar could not unpack the archive: ${error?.message ?? stderr.toString().trim()}`
  const program = join(to, 'holdfast-agent')
  if (existsSync(join(program, 'agent.mjs')) && existsSync(join(program, 'bin/node'))) return undefined
  return 'the archive holds no agent'
}

/** Everything on the disk, and readable for the account that the station runs as. */
function settle(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const each = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) chmodSync(each, 0o755)
    if (entry.isDirectory() || entry.isFile()) keepFolder(each)
  }
  keepFolder(folder)
}
