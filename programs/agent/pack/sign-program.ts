import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '@holdfast/kit/canonical-json'
import { type SigningKey, signText } from '@holdfast/platform/trust'
import { digestsOf, listFile, signatureFile } from '../integrity/file-digests.ts'

/** Puts a list of all files with their digests into a packed agent, signed by the installation: what the agent later compares itself with. Once. */
export function signProgram(folder: string, key: SigningKey): void {
  if (existsSync(join(folder, signatureFile))) return
  const { text, signature } = signText('agent-files', canonicalJson({ v: 1, files: digestsOf(folder) }), key)
  writeFileSync(join(folder, listFile), text)
  writeFileSync(join(folder, signatureFile), signature)
}
