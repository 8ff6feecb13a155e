import { check, type Entity, type Plan, parse, type Query, type QueryProblem } from '../../search/index.ts'
import { Problem, type ProblemItem } from '../conventions/problem.ts'

export interface AskedQuery {
  readonly q?: string | undefined
  /** A sortable token; a leading minus sign turns the order around. */
  readonly sort?: string | undefined
  /** IANA name of the time zone that dates without one are meant in; UTC when absent. */
  readonly zone?: string | undefined
}

/** Reads a query of a request. `now` is what relative dates count from. Throws Problem 422 with the place of each error. */
export function readQuery(entity: Entity, asked: AskedQuery, now: number): Plan {
  const parsed = parse(asked.q ?? '')
  if (!parsed.ok) throw invalidQuery(parsed.problems)
  const query = withSort(parsed.query, entity, asked.sort)
  const checked = check(query, entity, { now, zone: asked.zone ?? 'UTC' })
  if (checked.ok) return checked.plan
  if (checked.problems.some(({ code }) => code === 'zone-unknown')) throw invalidParameter('zone', 'is no time zone')
  throw invalidQuery(checked.problems)
}

/** The order that the parameter asks for, unless the query itself says one. */
function withSort(query: Query, entity: Entity, sort: string | undefined): Query {
  if (!sort || query.sort.length > 0 || query.groupBy.length > 0) return query
  const name = sort.replace(/^-/, '')
  const token = entity.names.get(name.toLowerCase())
  if (token === undefined || token === 'self' || token.kind !== 'token' || !token.sortable) {
    const known = entity.members.flatMap((each) => (each.kind === 'token' && each.sortable ? [each.fullName] : []))
    throw invalidParameter('sort', `cannot be sorted by; known: ${known.join(', ')}`)
  }
  const text = { text: token.fullName, at: 0, length: 0 }
  return {
    ...query,
    sort: [{ token: text, descending: sort.startsWith('-'), at: 0, length: 0 }] as unknown as Query['sort'],
  }
}

/** What is wrong with a query at this place of the request, each with its own place within. */
export function queryErrors(problems: readonly QueryProblem[], pointer: string): ProblemItem[] {
  return problems.slice(0, 20).map(({ code, message, at, length, suggestion }) => ({
    pointer: `${pointer}#${at}-${at + length}`,
    code,
    message,
    at,
    length,
    ...(suggestion && { suggestion }),
  }))
}

function invalidQuery(problems: readonly QueryProblem[]): Problem {
  const errors = queryErrors(problems, '/query/q')
  return new Problem(422, 'invalid-query', errors[0]?.message ?? 'The query is not understood.', { errors })
}

export function invalidParameter(name: string, message: string): Problem {
  const pointer = `/query/${name}`
  return new Problem(422, 'invalid-request', `${pointer} ${message}.`, {
    errors: [{ pointer, code: 'invalid', message }],
  })
}
