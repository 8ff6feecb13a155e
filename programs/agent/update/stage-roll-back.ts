import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type CommandArgs, verifyCommand } from '@holdfast/platform/trust'
import { keepFile } from './keep-file.ts'
import { pinnedTrust } from './pin-trust.ts'
import { folderFiles, type ProgramFolder, readStanding } from './program-folder.ts'
import { addRefusal, forgetRefusal } from './refusals.ts'
import type { StagingOrder } from './stage-update.ts'

/** Lays the program in the other folder out for trial: it must prove its health, as a new one must. Returns why not, in words; undefined when done. */
export function stageRollBack(folder: ProgramFolder, order: StagingOrder, now: Date): string | undefined {
  const bundle = pinnedTrust(folder)
  if (!bundle) return 'this host keeps no key of the installation; run the install command again'
  const verdict = verifyCommand(order.signed, {
    bundle,
    source: order.source,
    declares: ['roll-back'],
    now: now.toISOString(),
  })
  if (!verdict.ok) return `the order is not one of the installation: ${verdict.reason}`
  const { sha256 } = verdict.command.args as CommandArgs<'roll-back'>
  const standing = readStanding(folder)
  if (standing.onTrial) return 'the program that runs is on trial itself'
  if (standing.archive !== sha256) return 'another program runs than the one that is to be left'
  const before = join(folder.path, folder.other)
  const archive = readStanding({ ...folder, own: folder.other, other: folder.own }).archive
  if (archive === undefined || !existsSync(join(before, 'agent.mjs')) || !existsSync(join(before, 'bin/node')))
    return 'this host does not keep the version before'
  forgetRefusal(folder, archive)
  addRefusal(folder, sha256, 'it went back by order')
  keepFile(join(folder.path, folderFiles.trial), `${folder.other} ${archive} ${verdict.command.id} 0\n`)
  return undefined
}
