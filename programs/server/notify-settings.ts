import { readFileSync } from 'node:fs'
import { EgressGuard, type MailServer, readMailUrl } from '@holdfast/platform/notify'
import { derivedKey, SecretBox } from '@holdfast/platform/trust'
import { serverKey } from './server-key.ts'
import { SettingError } from './setting-error.ts'

/** Seals what channels need to send, with a key out of the installation's own. */
export function channelSecrets(home: string): SecretBox {
  return new SecretBox(derivedKey(serverKey(home), 'channels'))
}

/** `HOLDFAST_SMTP` names the mail server, `HOLDFAST_SMTP_CA` a file with the certificate that it is trusted by. Throws SettingError. */
export function readMail(environment: NodeJS.ProcessEnv): MailServer | undefined {
  const { HOLDFAST_SMTP: text, HOLDFAST_SMTP_CA: file } = environment
  if (!text) return undefined
  try {
    return { ...readMailUrl(text), ca: file ? readFileSync(file, 'utf8') : null }
  } catch (error) {
    // What it says names no part of the address, which may hold a password.
    const name = error instanceof RangeError ? 'HOLDFAST_SMTP' : 'HOLDFAST_SMTP_CA'
    throw new SettingError(`${name} cannot be used: ${(error as Error).message}`)
  }
}

/** `HOLDFAST_NOTIFY_NETWORKS` names networks that are not of the public Internet and that alerts may be sent to. Throws SettingError. */
export function readNotifyNetworks(environment: NodeJS.ProcessEnv): EgressGuard {
  try {
    return EgressGuard.of(environment.HOLDFAST_NOTIFY_NETWORKS ?? '')
  } catch (error) {
    throw new SettingError(`HOLDFAST_NOTIFY_NETWORKS: ${(error as Error).message}`)
  }
}
