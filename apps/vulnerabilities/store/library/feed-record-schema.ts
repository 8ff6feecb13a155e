import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { FeedRecord } from '../../engine/feed-record.ts'

const Word = Type.String({ maxLength: 4096 })
const Words = Type.Array(Word, { maxItems: 100_000 })
const Prose = Type.String({ maxLength: 1_000_000 })
const Flag = Type.Optional(Type.Boolean())
const MaybeWord = Type.Optional(Word)
const Severities = Type.Array(Type.Object({ type: Word, score: Word }), { maxItems: 1000 })
const Events = Type.Array(Type.Record(Type.String({ maxLength: 32 }), Word), { maxItems: 5000 })

const Affected = Type.Object({
  ecosystem: MaybeWord,
  name: MaybeWord,
  purl: MaybeWord,
  severity: Severities,
  ranges: Type.Array(Type.Object({ type: Type.Enum(['SEMVER', 'ECOSYSTEM']), events: Events }), { maxItems: 1000 }),
  commits: Type.Array(Type.Object({ repo: MaybeWord, events: Events }), { maxItems: 1000 }),
  versions: Words,
  state: Type.Optional(Type.Enum(['affected', 'not-affected', 'under-investigation'])),
  unfixed: Type.Optional(Type.Enum(['not-yet', 'wont-fix', 'deferred', 'end-of-life'])),
  rating: MaybeWord,
  names: Type.Optional(Type.Enum(['source', 'binary'])),
  module: MaybeWord,
  architectures: Type.Optional(Words),
  justification: Type.Optional(Prose),
  cpe: MaybeWord,
  updates: Type.Optional(Words),
})

const Advisory = Type.Object({
  id: Word,
  modified: Word,
  published: MaybeWord,
  withdrawn: MaybeWord,
  aliases: Words,
  upstream: Words,
  related: Words,
  summary: Prose,
  details: Prose,
  severity: Severities,
  databaseSeverity: MaybeWord,
  affected: Type.Array(Affected, { maxItems: 1_000_000 }),
  references: Type.Array(Type.Object({ type: Word, url: Word }), { maxItems: 10_000 }),
  cwes: Words,
})

const Threat = Type.Object({
  cve: Word,
  title: Type.Optional(Prose),
  description: Type.Optional(Prose),
  published: MaybeWord,
  rejected: Flag,
  severity: Type.Optional(Severities),
  cwes: Type.Optional(Words),
  epss: Type.Optional(Type.Object({ probability: Type.Number(), percentile: Type.Number(), date: Word })),
  kev: Type.Optional(Type.Object({ added: Word, due: Word, ransomware: Type.Boolean(), action: Prose, name: Prose })),
  ssvc: Type.Optional(Type.Object({ exploitation: Word, automatable: Word, technicalImpact: Word })),
  references: Type.Optional(Words),
})

const Record = Compile(
  Type.Union([
    Type.Object({ kind: Type.Literal('advisory'), advisory: Advisory }),
    Type.Object({ kind: Type.Literal('threat'), threat: Threat }),
    Type.Object({ kind: Type.Literal('weakness'), id: Word, name: Prose }),
    Type.Object({ kind: Type.Literal('coverage'), ecosystem: Word }),
    Type.Object({ kind: Type.Literal('date'), date: Word }),
    Type.Object({ kind: Type.Literal('problem'), at: Prose, message: Prose }),
  ]),
)

/** Whether a value from outside is a record that can be worked with. What the shapes do not name is not looked at, and kept. */
export function isFeedRecord(value: unknown): value is FeedRecord {
  return Record.Check(value)
}
