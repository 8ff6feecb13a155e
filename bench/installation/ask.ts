import { performance } from 'node:perf_hooks'

/** Asks the API as one caller does, over HTTP; a reply that is no success ends the bench. */
export interface Ask {
  // biome-ignore lint/suspicious/noExplicitAny: a bench looks at what it expects
  get(path: string, query?: Readonly<Record<string, string>>): Promise<any>
  // biome-ignore lint/suspicious/noExplicitAny: a bench looks at what it expects
  post(path: string, body: object): Promise<any>
}

/** One caller of the server at `url`, below `/api/v1`. */
export function askAs(url: string, token: string): Ask {
  const ask = async (path: string, init: RequestInit) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const reply = await fetch(`${url}/api/v1${path}`, { ...init, headers })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${init.method} ${path}: ${reply.status} ${text.slice(0, 500)}`)
    return JSON.parse(text)
  }
  return {
    get: (path, query = {}) => ask(`${path}?${new URLSearchParams(query)}`, { method: 'GET' }),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  }
}

/** Milliseconds that the work takes, for each round after one that warms up. */
export async function rounds(count: number, work: (round: number) => Promise<unknown>): Promise<number[]> {
  await work(0)
  const took: number[] = []
  for (let round = 0; round < count; round += 1) took.push(await once(() => work(round)))
  return took
}

/** Milliseconds that the work takes. */
export async function once(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
