import { userInfo } from 'node:os'
import { SshError } from './ssh-error.ts'

export interface SshTarget {
  readonly user: string
  readonly host: string
  readonly port: number
}

/** Reads `user@host`, `user@host:2222`, `user@[2001:db8::7]:22`; the user defaults to the one who asks. */
export function parseSshTarget(text: string): SshTarget {
  const match = /^(?:([^@\s]+)@)?(?:\[([0-9a-fA-F:.%a-z]+)\]|([^:@\s/[\]]+))(?::(\d{1,5}))?$/.exec(text)
  const host = match?.[2] ?? match?.[3]
  const port = Number(match?.[4] ?? 22)
  if (!match || !host || host.startsWith('-') || port < 1 || port > 65_535)
    throw new SshError('usage', `"${text}" is not USER@HOST or USER@HOST:PORT.`)
  return { user: match[1] ?? userInfo().username, host, port }
}
