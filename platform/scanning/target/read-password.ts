import { exitStatus, ScanError } from '../scan-error.ts'

const maxLength = 4096

/** The first line of standard input. */
export async function readPassword(): Promise<string> {
  let text = ''
  for await (const piece of process.stdin.setEncoding('utf8')) {
    text += piece
    if (text.includes('\n') || text.length > maxLength) break
  }
  const password = text.split('\n')[0] ?? ''
  if (password === '' || password.length > maxLength)
    throw new ScanError('--password-stdin found no password on standard input.', exitStatus.usage)
  return password
}
