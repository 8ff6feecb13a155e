import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepFile } from './keep-file.ts'
import { folderFiles, type ProgramFolder } from './program-folder.ts'

/** An archive that this host went back from is tried again: the launcher must not refuse it. */
export function forgetRefusal(folder: ProgramFolder, sha256: string): void {
  const lines = refusals(folder)
  const left = lines.filter((line) => !line.startsWith(`${sha256} `))
  if (left.length < lines.length) write(folder, left)
}

/** This host does not take that archive any more, unless somebody orders it anew. */
export function addRefusal(folder: ProgramFolder, sha256: string, reason: string): void {
  write(folder, [...refusals(folder), `${sha256} ${reason}`])
}

function write(folder: ProgramFolder, lines: readonly string[]): void {
  keepFile(join(folder.path, folderFiles.refused), lines.map((line) => `${line}\n`).join(''))
}

function refusals(folder: ProgramFolder): string[] {
  try {
    return readFileSync(join(folder.path, folderFiles.refused), 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}
