import type { Door } from '../../access/index.ts'
import { Problem } from '../conventions/problem.ts'

/** What browsers send only with requests of our own pages, since a foreign page would need our consent (CORS) for it. */
export const requestHeader = 'x-holdfast-request'

export interface OriginFacts {
  readonly method: string
  readonly door: Door
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** True when the request is authorised by a cookie, which browsers send along without being asked. */
  readonly byCookie: boolean
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * On loopback the Host must name loopback: otherwise a foreign page whose name was re-bound to 127.0.0.1 could talk to us
 * as its own server. Throws Problem 421.
 */
export function guardHost({ door, headers }: Pick<OriginFacts, 'door' | 'headers'>): void {
  if (door !== 'loopback') return
  const host = String(headers.host ?? '').toLowerCase()
  const name = host.replace(/:\d+$/, '')
  if (name === 'localhost' || name === '127.0.0.1' || name === '[::1]' || name.endsWith('.localhost')) return
  throw new Problem(421, 'wrong-host', 'This door answers to localhost only. Use the TLS door for other names.')
}

/**
 * Refuses what a foreign page made a browser send (CSRF). Any request with a foreign Origin is refused; one that changes
 * something by cookie must carry the header that foreign pages cannot set. Throws Problem 403.
 */
export function guardOrigin(facts: OriginFacts): void {
  const { method, door, headers, byCookie } = facts
  const origin = headers.origin as string | undefined
  const scheme = door === 'tls' ? 'https' : 'http'
  if (origin !== undefined && origin.toLowerCase() !== `${scheme}://${String(headers.host ?? '').toLowerCase()}`) {
    throw new Problem(403, 'foreign-origin', 'The request comes from a page of another origin.')
  }
  if (!byCookie || safe.has(method)) return
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Problem(403, 'foreign-origin', 'The request comes from a page of another site.')
  }
  if (headers[requestHeader] === undefined) {
    throw new Problem(
      403,
      'request-header-missing',
      `Requests that change something need the header ${requestHeader}: 1.`,
    )
  }
}
