import Type from 'typebox'
import { defineFact, type Projection } from '../../contract/index.ts'
import type { FactsRecord, Item } from '../../envelope/index.ts'
import { createApplier, type RecordHandler } from '../../intake/index.ts'
import type { SampleAgent } from '../../intake/testing/sample-agent.ts'
import { intakeParts, sampleIntake } from '../../intake/testing/sample-intake.ts'
import type { Part } from '../../store/index.ts'
import { type FactsKnown, factHandler, factRegistry, factsPart, moveFacts } from '../index.ts'

const sizes = Type.Object(
  {
    name: Type.String({ description: 'Name.', maxLength: 200 }),
    version: Type.String({ description: 'Version.' }),
    note: Type.Optional(Type.String({ description: 'Anything.' })),
  },
  { additionalProperties: false },
)

/** For tests: things with a version. */
export const thing = defineFact('sample', {
  name: 'sample.thing',
  version: 1,
  title: 'Thing',
  summary: 'A thing.',
  about: ['host'],
  key: ['name'],
  dataClass: 'state',
  keepFor: 'P30D',
  schema: sizes,
  example: { name: 'a', version: '1' },
})

/** For tests: something that moves by itself. */
export const meter = defineFact('sample', {
  name: 'sample.meter',
  version: 2,
  title: 'Meter',
  summary: 'A meter.',
  about: ['host'],
  key: ['name'],
  volatile: ['reading'],
  dataClass: 'activity',
  keepFor: 'P30D',
  schema: Type.Object({
    name: Type.String({ description: 'Name.' }),
    unit: Type.String({ description: 'Unit.' }),
    reading: Type.Number({ description: 'Moves.' }),
  }),
  example: { name: 'a', unit: 'l', reading: 1 },
})

export interface SampleFactsOptions {
  readonly parts?: readonly Part[]
  readonly handlers?: readonly RecordHandler[]
  readonly projections?: readonly Projection[]
  readonly facts?: Parameters<typeof factRegistry>[0]
  readonly now?: () => number
}

/** For tests: an intake with appliers that know the sample facts. */
export async function sampleFacts(t: { after(fn: () => unknown): void }, options: SampleFactsOptions = {}) {
  const { parts = [], handlers = [], projections = [], facts = [thing, meter], now } = options
  const sample = await sampleIntake(t, { parts: [...intakeParts, factsPart, ...parts], ...(now && { now }) })
  const known: FactsKnown[] = []
  const failures: unknown[] = []
  const factOptions = (types = facts) => ({
    registry: factRegistry(types),
    projections,
    onKnown: async (_: unknown, each: FactsKnown) => {
      known.push(each)
    },
  })
  const applying = (types = facts) => ({
    handlers: [factHandler(factOptions(types)), ...handlers],
    onMoved: (tx: Parameters<typeof moveFacts>[0], move: Parameters<typeof moveFacts>[1]) =>
      moveFacts(tx, move, factOptions(types)),
    onFailure: ({ error }: { error: unknown }) => failures.push(error),
    ...(now && { now }),
  })
  const applier = (types = facts) => createApplier(sample.database, applying(types))
  return { ...sample, known, failures, applying, applier, drain: (types = facts) => applier(types).drain() }
}

/** An asset record of the agent's own host. */
export function self(name = 'host-1', ...identifiers: readonly (readonly [string, string])[]) {
  const listed = identifiers.map(([kind, value]) => ({ kind, value }))
  return { type: 'asset', ref: 'self', kind: 'host', name, identifiers: listed } as const
}

let moment = Date.parse('2026-11-22T10:00:00.000Z')

/** A statement of things: `{ a: '1' }` is thing a in version 1. Each is observed a second after the one before. */
export function things(set: Readonly<Record<string, string>>, change: Partial<FactsRecord> = {}): FactsRecord {
  moment += 1000
  return {
    type: 'facts',
    about: 'self',
    fact: 'sample.thing',
    version: 1,
    scope: 's',
    mode: 'full',
    complete: true,
    observedAt: new Date(moment).toISOString(),
    set: Object.fromEntries(Object.entries(set).map(([name, version]) => [name, { name, version } as Item])),
    gone: [],
    ...change,
  }
}

/** As a delta of the same. */
export function changes(
  set: Readonly<Record<string, string>>,
  gone: readonly string[] = [],
  change: Partial<FactsRecord> = {},
): FactsRecord {
  return things(set, { mode: 'delta', gone, ...change })
}

/** Says who it is, as the first thing. */
export async function introduced(agent: SampleAgent, name = 'host-1'): Promise<SampleAgent> {
  await agent.tell([self(name, ['machine-id', agent.source])])
  return agent
}
