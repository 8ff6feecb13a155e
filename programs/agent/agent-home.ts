import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProxyRoute, ServerAddress } from '@holdfast/platform/edge'
import type { SourceKey } from '@holdfast/platform/envelope'
import type { TrustBundle } from '@holdfast/platform/trust'

/** What an enrolled agent keeps about itself and its server. */
export interface Enrolment {
  readonly server: string
  /** Certificates that the server's TLS door is trusted by; absent on plain loopback and where the system's are meant. */
  readonly authority?: string
  readonly source: string
  readonly agentId: string
  readonly key: SourceKey
  readonly trust: TrustBundle
  readonly timeline: string
  readonly epoch: number
  /** For enrolling again after this machine was cloned. */
  readonly activationKey: string
  /** The proxy that was named at the installation, with name and password where it wants them. */
  readonly proxy?: ProxyRoute
}

const file = 'enrolment.json'

/** How the server is reached, but for a proxy. */
export function serverOf({ server, authority }: Enrolment): ServerAddress {
  return { url: server, ...(authority !== undefined && { authority }) }
}

/** The proxy of the installation; one that the environment names goes before it. */
export function installedProxy({ proxy }: Pick<Enrolment, 'proxy'>): ProxyRoute | undefined {
  const url = process.env.HOLDFAST_AGENT_PROXY
  return url ? { url, direct: process.env.HOLDFAST_AGENT_PROXY_DIRECT === 'yes' } : proxy
}

/** What is said where there is no enrolment, and what to do. */
export const notEnrolled = 'this agent is not enrolled; introduce it first: agent enrol --server URL --key-file FILE'

/** Whether there is one, without reading it: it belongs to the half without privileges. */
export function isEnrolled(home: string): boolean {
  return existsSync(join(home, file))
}

/** Reads the enrolment; undefined before the first. Throws where the file is there and makes no sense. */
export function readEnrolment(home: string): Enrolment | undefined {
  let text: string
  try {
    text = readFileSync(join(home, file), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text) as Enrolment
  } catch {
    throw new Error(`${join(home, file)} is not readable JSON; enrol this agent again with an activation key`)
  }
}

/** Keeps the enrolment: whole or not at all, readable by its owner only. */
export function writeEnrolment(home: string, enrolment: Enrolment): void {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, file)
  const fd = openSync(`${path}.new`, 'w', 0o600)
  try {
    writeFileSync(fd, JSON.stringify(enrolment, undefined, 2))
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(`${path}.new`, path)
}
