import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { IntegrityState } from '@holdfast/platform/envelope'
import { isTrusted } from '@holdfast/platform/trust'
import { pinnedTrust } from '../update/pin-trust.ts'
import { folderFiles, type ProgramFolder } from '../update/program-folder.ts'
import { digestsOf, listFile, signatureFile } from './file-digests.ts'

const mostProblems = 20
const unit = '/etc/systemd/system/holdfast-agent.service'

/**
 * Compares the program that runs with the list that the installation signed, and looks at who may write where it lies and at its service. Who is root can change this
 * program as well: what this finds is meddling by others, by mistake, or in a hurry.
 */
export function checkProgram(folder: ProgramFolder, now: Date, service = unit): IntegrityState {
  const half = join(folder.path, folder.own)
  const problems = [...whoMayWrite(folder), ...serviceProblems(folder, service)]
  const text = read(join(half, listFile))
  const signature = read(join(half, signatureFile))
  const bundle = pinnedTrust(folder)
  if (text === undefined || signature === undefined || !bundle)
    return { state: problems.length > 0 ? 'changed' : 'unsigned', problems: problems.slice(0, mostProblems) }
  if (isTrusted(bundle, 'agent-files', { text, signature }, now.toISOString())) problems.push(...compare(half, text))
  else problems.push('the list of its files is not signed by this installation')
  return { state: problems.length > 0 ? 'changed' : 'whole', problems: problems.slice(0, mostProblems) }
}

function compare(half: string, text: string): string[] {
  const { files } = JSON.parse(text) as { files: Record<string, string> }
  const found = digestsOf(half)
  const names = [...new Set([...Object.keys(files), ...Object.keys(found)])].sort()
  return names.flatMap((name) => {
    if (files[name] === found[name]) return []
    if (files[name] === undefined) return [`${name} was added`]
    return [found[name] === undefined ? `${name} is gone` : `${name} was changed`]
  })
}

function whoMayWrite({ path, own }: ProgramFolder): string[] {
  const owner = process.getuid?.()
  return ['', own, 'launch', folderFiles.trust, join(own, 'agent.mjs'), join(own, 'bin/node')].flatMap((name) => {
    const found = statSync(join(path, name), { throwIfNoEntry: false })
    if (!found)
      return name === folderFiles.trust ? ['the keys of the installation are gone'] : [`${name || path} is gone`]
    if (found.uid !== owner && found.uid !== 0) return [`${name || path} belongs to another account`]
    return (found.mode & 0o022) === 0 ? [] : [`others may write ${name || path}`]
  })
}

/** Only where the service manager started this agent: elsewhere there is no service of it to look at. */
function serviceProblems({ path }: ProgramFolder, service: string): string[] {
  if (process.env.INVOCATION_ID === undefined && service === unit) return []
  if (!existsSync(service)) return ['its service is gone']
  const text = read(service) ?? ''
  return [
    ...(text.includes(`ExecStart=${path}/launch run`) ? [] : ['its service starts something else']),
    ...(/^Restart=always$/m.test(text) ? [] : ['its service is not started again when it ends']),
  ]
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
