import { X509Certificate } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import type { Settings } from '../../server/settings.ts'
import { type Checked, fail, ok, warn } from './check.ts'

const gigabyte = 1024 ** 3

/** Node, memory, disk, home directory, ports and certificate of this machine. */
export async function checkMachine(settings: Settings, serverRuns: boolean): Promise<Checked[]> {
  return [
    checkNode(),
    checkMemory(),
    checkHome(settings.home),
    checkDisk(settings.home),
    ...(serverRuns
      ? []
      : await Promise.all([
          checkPort('HOLDFAST_PORT', settings.port),
          checkPort('HOLDFAST_TLS_PORT', settings.tlsPort),
        ])),
    checkCertificate(settings),
  ]
}

function checkNode(): Checked {
  const { node } = process.versions
  return Number(node.split('.')[0]) >= 24
    ? ok('node', node)
    : fail('node', `${node} is too old`, 'Install Node 24 or newer.')
}

function checkMemory(): Checked {
  const gb = totalmem() / gigabyte
  const detail = `${gb.toFixed(1)} GB`
  return gb >= 1.8 ? ok('memory', detail) : warn('memory', `${detail} is little`, 'Give this machine 2 GB or more.')
}

function checkHome(home: string): Checked {
  if (!existsSync(home)) return warn('home', `${home} does not exist yet`, 'Start once: ./holdfast up')
  try {
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    return fail('home', `${home} cannot be used by this account`, 'Choose another HOLDFAST_HOME or correct its owner.')
  }
  const mode = statSync(home).mode & 0o066
  return mode === 0 ? ok('home', home) : warn('home', `${home} can be read by other accounts`, `chmod go-rw ${home}`)
}

function checkDisk(home: string): Checked {
  let place = home
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place)
  const { bavail, bsize, blocks } = statfsSync(place)
  const free = (bavail * bsize) / gigabyte
  const detail = `${free.toFixed(1)} GB of ${((blocks * bsize) / gigabyte).toFixed(0)} GB free at ${place}`
  if (free < 0.5) return fail('disk', detail, 'Free some space: nothing can be stored.')
  return free < 5 ? warn('disk', detail, 'Free some space before it runs out.') : ok('disk', detail)
}

function checkPort(variable: string, port: number): Promise<Checked> {
  const name = `port ${port}`
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(
        fail(
          name,
          code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${code})`,
          `Choose another with ${variable}.`,
        ),
      )
    })
    server.listen({ port, host: variable === 'HOLDFAST_PORT' ? '127.0.0.1' : undefined }, () => {
      server.close(() => resolve(ok(name, 'is free')))
    })
  })
}

function checkCertificate(settings: Settings): Checked {
  const path = settings.certificate?.certificate ?? join(settings.home, 'tls', 'server.crt')
  if (!existsSync(path)) {
    return settings.certificate
      ? fail('certificate', `${path} does not exist`, 'Correct HOLDFAST_TLS_CERTIFICATE.')
      : ok('certificate', 'is made at the first start')
  }
  try {
    const { validTo } = new X509Certificate(readFileSync(path))
    const days = Math.floor((new Date(validTo).getTime() - Date.now()) / 86_400_000)
    const detail = `${path} is valid for ${days} more days`
    if (days < 0)
      return fail(
        'certificate',
        `${path} ended on ${validTo}`,
        'Replace it; a generated one is renewed at the next start.',
      )
    return days < 14 && settings.certificate ? warn('certificate', detail, 'Renew it soon.') : ok('certificate', detail)
  } catch (error) {
    return fail('certificate', `${path} cannot be read: ${(error as Error).message}`, 'Replace it.')
  }
}
