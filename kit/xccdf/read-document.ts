import { parseXml, placeIn, type XmlElement } from '@holdfast/kit/xml'
import { XccdfError } from './attributes.ts'
import type { Benchmark, Profile } from './model.ts'
import { benchmarkOf } from './read-benchmark.ts'
import { readProfile } from './read-profile.ts'

/** What keeps a document from being read; line and column count from 1. */
export interface XccdfProblem {
  readonly message: string
  readonly line: number
  readonly column: number
}

export type XccdfReading<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: XccdfProblem }

/** Reads a benchmark of XCCDF 1.1 or 1.2. Never throws. */
export function readBenchmark(text: string): XccdfReading<{ readonly benchmark: Benchmark }> {
  return readXccdf(text, 'Benchmark', (root) => ({ benchmark: benchmarkOf(root) }))
}

/** Reads a tailoring file: profiles of somebody's own. Never throws. Source: XCCDF 1.2, section 6.7. */
export function readTailoring(text: string): XccdfReading<{ readonly profiles: ReadonlyMap<string, Profile> }> {
  return readXccdf(text, 'Tailoring', (root) => {
    const profiles = new Map<string, Profile>()
    for (const element of root.children.filter(({ name }) => name === 'Profile')) {
      const profile = readProfile(element)
      if (profiles.has(profile.id)) throw new XccdfError(`two profiles have the id ${profile.id}`, element)
      profiles.set(profile.id, profile)
    }
    return { profiles }
  })
}

function readXccdf<T>(text: string, name: string, make: (root: XmlElement) => T): XccdfReading<T> {
  const fail = (message: string, position: number): XccdfReading<T> => ({
    ok: false,
    problem: { message, ...placeIn(text, position) },
  })
  const reading = parseXml(text)
  if (!reading.ok) return fail(reading.problem.message, reading.problem.position)
  const { root } = reading
  if (root.name !== name) return fail(`the document is <${root.name}>, not <${name}>`, root.position ?? 0)
  try {
    return { ok: true, ...make(root) }
  } catch (error) {
    if (!(error instanceof XccdfError)) throw error
    return fail(error.message, error.position)
  }
}
