import { existsSync } from 'node:fs'
import type { Collector, FactType, ItemOf, ObservedProblem, World } from '@holdfast/platform/contract'
import { runCollector } from '@holdfast/platform/world'
import Schema from 'typebox/schema'
import { facts } from '../facts/index.ts'

/** What one run of a collector observed. */
export interface CollectedRun {
  /** Items by `fact scope`. */
  readonly scopes: ReadonlyMap<
    string,
    { readonly complete: boolean; readonly items: readonly Readonly<Record<string, unknown>>[] }
  >
  readonly problems: readonly ObservedProblem[]
  items<F extends FactType>(fact: F, scope: string): readonly ItemOf<F>[]
}

/** Runs a collector and checks every item against the schema of its fact. */
export async function collectRun(collector: Collector, world: World): Promise<CollectedRun> {
  const scopes = new Map<string, { complete: boolean; items: readonly Readonly<Record<string, unknown>>[] }>()
  const problems: ObservedProblem[] = []
  for await (const observed of runCollector(collector, world, new AbortController().signal)) {
    if (observed.type === 'problem') problems.push(observed)
    if (observed.type !== 'facts') continue
    const schema = facts.find(({ name }) => name === observed.fact)?.schema
    for (const item of observed.items) {
      const [matches, errors] = schema ? Schema.Errors(schema, item) : [false, []]
      if (!matches)
        throw new Error(`${observed.fact}: ${JSON.stringify(item).slice(0, 500)}: ${JSON.stringify(errors)}`)
    }
    scopes.set(`${observed.fact} ${observed.scope}`, observed)
  }
  return {
    scopes,
    problems,
    items: (fact, scope) => (scopes.get(`${fact.name} ${scope}`)?.items ?? []) as never,
  }
}

/** Why a peer cannot be asked here; false where it can. */
export function without(...programs: readonly string[]): string | false {
  const missing = programs.filter((program) => !onPath(program))
  return missing.length === 0 ? false : `${missing.join(', ')} is not installed`
}

function onPath(program: string): boolean {
  return folders.some((folder) => existsSync(`${folder}/${program}`))
}

const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/bin', '/usr/local/sbin']
