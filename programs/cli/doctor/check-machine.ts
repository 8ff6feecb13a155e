import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { Settings } from '../../server/settings.ts'
import { type Checked, fail, ok, warn } from './check.ts'
import { whoListens } from './who-listens.ts'

const gigabyte = 1024 ** 3

/** Node, memory, disk, home directory and ports of this machine. */
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
  if (free < 0.5)
    return fail('disk', detail, 'Free some space: the database refuses what sources send until there is some.')
  return free < 5 ? warn('disk', detail, 'Free some space before it runs out.') : ok('disk', detail)
}

function checkPort(variable: string, port: number): Promise<Checked> {
  const name = `port ${port}`
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code !== 'EADDRINUSE')
        return resolve(
          fail(
            name,
            code === 'EACCES'
              ? "may not be opened by this account: ports below 1024 are root's"
              : `cannot be opened (${code})`,
            `Choose another with ${variable}.`,
          ),
        )
      const owner = whoListens(port)
      const who = owner ? `process ${owner.pid} (${owner.program})` : 'a program of another account'
      resolve(
        fail(
          name,
          `is in use by ${who}`,
          `Stop ${owner ? 'it' : 'that program'}, or choose another port with ${variable}.`,
        ),
      )
    })
    server.listen({ port, host: variable === 'HOLDFAST_PORT' ? '127.0.0.1' : undefined }, () => {
      server.close(() => resolve(ok(name, 'is free')))
    })
  })
}
