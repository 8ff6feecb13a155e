import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:tls'
import type { Settings } from '../../server/settings.ts'
import { type Checked, fail, ok, warn } from './check.ts'

const day = 86_400_000
const soonDays = 21

/** The certificate of the TLS door: the one in the file, and the one that is shown, which may be older. */
export async function checkDoor(settings: Settings, serverRuns: boolean): Promise<Checked[]> {
  const inFile = checkFile(settings)
  if (!serverRuns) return [inFile]
  const shown = await shownUntil(settings.tlsPort)
  if (!shown)
    return [
      inFile,
      warn(
        'TLS door',
        `nobody answers with TLS on port ${settings.tlsPort}`,
        'See logs/server.log in the home directory.',
      ),
    ]
  return [
    inFile,
    judge(
      'TLS door',
      `the certificate that port ${settings.tlsPort} shows`,
      shown,
      'Restart the server: it renews or reads the certificate when it starts.',
    ),
  ]
}

function checkFile(settings: Settings): Checked {
  const own = settings.certificate
  const path = own?.certificate ?? join(settings.home, 'tls', 'server.crt')
  if (!existsSync(path)) {
    return own
      ? fail('certificate', `${path} does not exist`, 'Correct HOLDFAST_TLS_CERTIFICATE.')
      : ok('certificate', 'is made at the first start')
  }
  const fix = own ? `Renew it, put it in ${path}, and restart.` : 'Restart: a generated one is renewed at the start.'
  try {
    return judge('certificate', path, new Date(new X509Certificate(readFileSync(path)).validTo), fix)
  } catch (error) {
    return fail('certificate', `${path} cannot be read: ${(error as Error).message}`, 'Replace it.')
  }
}

function judge(name: string, what: string, until: Date, fix: string): Checked {
  const days = Math.floor((until.getTime() - Date.now()) / day)
  if (days < 0) return fail(name, `${what} ended on ${until.toISOString()}`, fix)
  const detail = `${what} is valid for ${days} more days`
  return days < soonDays ? warn(name, detail, fix) : ok(name, detail)
}

/** It is looked at, not trusted. */
function shownUntil(port: number): Promise<Date | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, timeout: 5000 }, () => {
      const { valid_to: until } = socket.getPeerCertificate()
      socket.destroy()
      resolve(until ? new Date(until) : undefined)
    })
    socket.on('timeout', () => socket.destroy())
    socket.on('error', () => resolve(undefined))
    socket.on('close', () => resolve(undefined))
  })
}
