import { appendFileSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { keepFolder } from './keep-file.ts'
import { folderFiles, type Outcome, type ProgramFolder } from './program-folder.ts'

/**
 * The program on trial is well: from now on it is the one that starts. The link changes in one step; a process that is killed before the trial is over is
 * taken for proven by the launcher as soon as the link leads to it.
 */
export function proveUpdate(folder: ProgramFolder, version: string): Outcome | undefined {
  const at = (name: string) => join(folder.path, name)
  let command: string | undefined
  try {
    command = readFileSync(at(folderFiles.trial), 'utf8').split(' ')[2]
  } catch {
    return undefined
  }
  const fresh = at(`${folderFiles.current}.new`)
  rmSync(fresh, { force: true })
  symlinkSync(folder.own, fresh)
  renameSync(fresh, at(folderFiles.current))
  keepFolder(folder.path)
  const outcome = { command: command ?? '', status: 'done' as const, detail: `it runs version ${version}` }
  appendFileSync(at(folderFiles.outcomes), `${outcome.command} done ${outcome.detail}\n`)
  rmSync(at(folderFiles.trial), { force: true })
  return outcome
}

/** The server was told how updates ended. */
export function forgetOutcomes(folder: ProgramFolder): void {
  rmSync(join(folder.path, folderFiles.outcomes), { force: true })
}
