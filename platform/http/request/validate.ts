import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Problem, type ProblemItem } from '../conventions/problem.ts'
import { convertTexts } from './convert-texts.ts'

/** Where a value came from: texts of the address are converted to what the schema wants, a body is taken as it is. */
export type Place = 'params' | 'query' | 'body'

type Check = (value: unknown) => unknown

const mostErrors = 20

/**
 * A check of one part of a request against its schema, made when first used: a server with hundreds of routes must
 * start at once. It gives the value with defaults filled in, or throws Problem 422 with a pointer to each error.
 */
export function validator(schema: TSchema | undefined, place: Place): Check {
  if (!schema) return place === 'body' ? refuseBody : place === 'query' ? refuseAny : () => ({})
  let compiled: Validator | undefined
  const known = new Set(Object.keys((schema as { properties?: object }).properties ?? {}))
  const isOpen = (schema as { additionalProperties?: unknown }).additionalProperties !== undefined
  return (given) => {
    compiled ??= Compile(schema)
    let value = given
    if (place !== 'body') value = convertTexts(schema, given)
    value = compiled.Default(value)
    const errors: ProblemItem[] = []
    if (!isOpen && typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const key of Object.keys(value)) if (!known.has(key)) errors.push(unknownKey(place, key, known))
    }
    if (!compiled.Check(value)) errors.push(...explain(compiled.Errors(value), place))
    if (errors.length === 0) return value
    throw invalid(errors.slice(0, mostErrors))
  }
}

function invalid(errors: readonly ProblemItem[]): Problem {
  const [first] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return new Problem(422, 'invalid-request', `${first!.pointer} ${first!.message}${more}.`, { errors })
}

function refuseAny(given: unknown): unknown {
  const [key] = Object.keys((given as object | undefined) ?? {})
  if (key === undefined) return {}
  throw invalid([unknownKey('query', key, new Set())])
}

function refuseBody(given: unknown): unknown {
  if (given === undefined || given === null) return undefined
  if (typeof given === 'object' && Object.keys(given).length === 0) return undefined
  throw invalid([{ pointer: '/body', code: 'unexpected', message: 'is not taken here: this request has no body' }])
}

function unknownKey(place: Place, key: string, known: ReadonlySet<string>): ProblemItem {
  const names = [...known].join(', ')
  return {
    pointer: `/${place}/${escapePointer(key.slice(0, 100))}`,
    code: 'unknown',
    message: names ? `is not known here; known: ${names}` : 'is not known here: nothing is taken',
  }
}

interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: Record<string, unknown>
  readonly message?: string
}

/** Errors for people: a choice of constants is one error that names them, and the noise below it is left out. */
function explain(found: Iterable<unknown>, place: Place): ProblemItem[] {
  const all = [...(found as Iterable<SchemaError>)]
  const choices = new Map<string, unknown[]>()
  for (const { keyword, instancePath, params } of all) {
    if (keyword === 'const') choices.set(instancePath, [...(choices.get(instancePath) ?? []), params.allowedValue])
  }
  const unions = new Set(all.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath))
  const items = all.flatMap(({ keyword, instancePath, params, message = 'is wrong' }): ProblemItem[] => {
    const pointer = `/${place}${instancePath}`
    if (keyword === 'anyOf') {
      const values = choices.get(instancePath)
      const words = values ? `must be one of ${values.map((value) => JSON.stringify(value)).join(', ')}` : message
      return [{ pointer, code: 'choice', message: words }]
    }
    if ([...unions].some((union) => instancePath === union || instancePath.startsWith(`${union}/`))) return []
    if (keyword === 'boolean') return []
    if (keyword === 'const')
      return [{ pointer, code: 'choice', message: `must be ${JSON.stringify(params.allowedValue)}` }]
    if (keyword === 'enum') {
      const values = (params.allowedValues as unknown[] | undefined) ?? []
      return [
        {
          pointer,
          code: 'choice',
          message: `must be one of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
        },
      ]
    }
    if (keyword === 'required') {
      const names = (params.requiredProperties as string[] | undefined) ?? []
      return names.map((name) => ({
        pointer: `${pointer}/${escapePointer(name)}`,
        code: 'required',
        message: 'is missing',
      }))
    }
    if (keyword === 'additionalProperties') {
      const names = (params.additionalProperties as string[] | undefined) ?? []
      return names.map((name) => ({
        pointer: `${pointer}/${escapePointer(name.slice(0, 100))}`,
        code: 'unknown',
        message: 'is not known here',
      }))
    }
    return [{ pointer, code: keyword, message }]
  })
  return items.length > 0 ? items : [{ pointer: `/${place}`, code: 'invalid', message: 'does not fit the schema' }]
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
