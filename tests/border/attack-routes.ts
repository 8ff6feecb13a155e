import type { TestHttp, TestReply } from '@holdfast/platform/http/testing'

export interface Operation {
  readonly method: string
  readonly path: string
  readonly hasBody: boolean
}

/** Every route of the server but the event stream, as its own document lists them. */
export function listOperations(openApi: Readonly<Record<string, unknown>>): readonly Operation[] {
  return Object.entries(openApi.paths as Record<string, Record<string, { requestBody?: object }>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, { requestBody }]) => ({
        path,
        method,
        hasBody: requestBody !== undefined,
      })),
  )
}

export interface RouteAttack {
  readonly ask: TestHttp['ask']
  readonly token: string
  /** Ids of the other tenant by the names of path parameters. */
  readonly foreignIds: Readonly<Record<string, string>>
  /** Texts that only the other tenant has: names, ids. */
  readonly secrets: readonly string[]
  /** Bodies by `method path`, in which ids are the other tenant's. */
  readonly bodies: Readonly<Record<string, unknown>>
}

/** Asks a route of the server with everything that is known of the other tenant. Gives what got through, in words. */
export async function attackRoute(attack: RouteAttack, { method, path, hasBody }: Operation): Promise<string[]> {
  const name = `${method} ${path}`
  const unknown = [...path.matchAll(/\{(\w+)\}/g)].map(([, each]) => each!).filter((each) => !attack.foreignIds[each])
  if (unknown.length > 0) return [`${name}: the test knows no ${unknown.join(', ')} of another tenant to attack with`]
  if (hasBody && !(name in attack.bodies)) return [`${name}: the test has no body to attack with`]
  const url = path.replace(/\{(\w+)\}/g, (_, each: string) => attack.foreignIds[each]!)
  const body = hasBody ? { body: attack.bodies[name] } : {}
  const headers: Record<string, string> = { 'if-match': '*' }
  const reply = await attack.ask(method.toUpperCase(), url, { token: attack.token, headers, ...body })
  const query =
    method === 'get' ? await attack.ask('GET', `${url}?limit=1000&facets=*`, { token: attack.token }) : reply
  return [...judge(attack, name, path, reply), ...judge(attack, name, '', query)]
}

function judge({ secrets }: RouteAttack, name: string, path: string, reply: TestReply): string[] {
  // A refusal repeats the address that was asked; that is no news to who asked.
  const { instance: _, ...refusal } = reply.status >= 400 ? (reply.json ?? {}) : ({} as { instance?: string })
  const text = reply.status >= 400 ? JSON.stringify(refusal) : reply.text
  const shown = secrets.filter((secret) => text.includes(secret))
  const leaks = shown.length > 0 ? [`${name}: shows ${shown.slice(0, 3).join(', ')}`] : []
  if (reply.status >= 500) leaks.push(`${name}: fails with ${reply.status}`)
  // What is another's is not there, whatever one wants to do with it.
  if (path.includes('{') && reply.status < 400)
    leaks.push(`${name}: answers ${reply.status} for what is another tenant's`)
  return leaks
}
