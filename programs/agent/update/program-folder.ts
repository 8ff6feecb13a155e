import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Where an installed agent lives: two folders `a` and `b`, a link `current` to the one that is proven, and the launcher beside them, which is of no
 * update. All of it belongs to whoever installed it; the account without privileges can write nothing there.
 */
export interface ProgramFolder {
  readonly path: string
  /** The folder of the program that runs. */
  readonly own: Half
  /** The one that an update goes to. */
  readonly other: Half
}

export type Half = 'a' | 'b'

/** How things stand when the program starts. */
export interface Standing {
  /** SHA-256 of the archive that the running program came in. */
  readonly archive: string | undefined
  /** True until the program has proven its health. */
  readonly onTrial: boolean
  /** Archives that this host went back from, with the reason. */
  readonly refused: Readonly<Record<string, string>>
  readonly outcomes: readonly Outcome[]
}

/** How an update ended: what the server is to be told. */
export interface Outcome {
  readonly command: string
  readonly status: 'done' | 'failed'
  readonly detail: string
}

/** Files in the folder, which the launcher reads and writes as well; their shapes are in its head. */
export const folderFiles = {
  trial: 'trial',
  refused: 'refused',
  outcomes: 'outcomes',
  current: 'current',
  trust: 'trust.json',
  /** In each half. */
  archive: 'archive.sha256',
} as const

/** The folder that a program is installed in by two halves; undefined where it lies elsewhere, as the server's own agent does. */
export function programFolder(program: string): ProgramFolder | undefined {
  const half = dirname(program)
  const path = dirname(half)
  const own = basename(half)
  if ((own !== 'a' && own !== 'b') || !existsSync(join(path, 'launch'))) return undefined
  return { path, own, other: own === 'a' ? 'b' : 'a' }
}

/** True where the launcher started this process: nobody else would go back from an update that fails. */
export function isLaunched(): boolean {
  return process.env.HOLDFAST_AGENT_LAUNCHER === String(process.ppid)
}

/** True where the keys of the installation are kept here already. */
export function hasPinnedTrust({ path }: ProgramFolder): boolean {
  return existsSync(join(path, folderFiles.trust))
}

export function readStanding(folder: ProgramFolder): Standing {
  const { path, own } = folder
  const [half] = lines(join(path, folderFiles.trial))[0]?.split(' ') ?? []
  return {
    archive: lines(join(path, own, folderFiles.archive))[0],
    onTrial: half === own,
    refused: Object.fromEntries(lines(join(path, folderFiles.refused)).map((line) => cut(line))),
    outcomes: lines(join(path, folderFiles.outcomes)).flatMap((line) => {
      const [command, rest] = cut(line)
      const [status, detail] = cut(rest)
      return status === 'done' || status === 'failed' ? [{ command, status, detail }] : []
    }),
  }
}

function cut(line: string): [string, string] {
  const at = line.indexOf(' ')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}

function lines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

/**
 * True where a program was gone back from for a reason that may have passed: the server was not heard, or somebody ordered it. Another order has it tried again.
 */
export function mayTryAgain(reason: string): boolean {
  return /not heard of it|by order/.test(reason)
}
