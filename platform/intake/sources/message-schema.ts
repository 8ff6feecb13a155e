import Type from 'typebox'
import { Compile } from 'typebox/compile'

const capability = Type.Union(['files', 'live', 'exec', 'connect', 'privileged'].map((name) => Type.Literal(name)))

const state = {
  run: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  version: Type.String({ maxLength: 100 }),
  platform: Type.String({ maxLength: 100 }),
  capabilities: Type.Array(capability, { maxItems: 10 }),
  clockAheadMs: Type.Optional(Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })),
}

/** What sources send beside envelopes; unknown fields are allowed, so that a newer agent is understood. */
export const enrolmentSchema = Type.Object({
  ...state,
  activationKey: Type.String({ minLength: 1, maxLength: 200 }),
  publicKey: Type.String({ maxLength: 100 }),
  proof: Type.String({ maxLength: 200 }),
  time: Type.String({ maxLength: 30 }),
  kind: Type.Union(['agent', 'scanner', 'sensor', 'connector', 'import'].map((name) => Type.Literal(name))),
  name: Type.String({ minLength: 1, maxLength: 500 }),
  identifiers: Type.Array(
    Type.Object({ kind: Type.String({ maxLength: 63 }), value: Type.String({ maxLength: 512 }) }),
    {
      maxItems: 200,
    },
  ),
})

export const heartbeatSchema = Type.Object({
  ...state,
  epoch: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  acknowledged: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  waiting: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  configuration: Type.Optional(
    Type.Object({
      revision: Type.String({ pattern: '^([0-9a-f]{32})?$' }),
      refused: Type.Optional(
        Type.Object({ revision: Type.String({ pattern: '^[0-9a-f]{32}$' }), reason: Type.String({ maxLength: 500 }) }),
      ),
    }),
  ),
  integrity: Type.Optional(
    Type.Object({
      state: Type.Union(['whole', 'changed', 'unsigned'].map((name) => Type.Literal(name))),
      problems: Type.Array(Type.String({ maxLength: 500 }), { maxItems: 50 }),
    }),
  ),
})

export const epochSchema = Type.Object({
  ...state,
  reason: Type.Union(
    ['new-timeline', 'server-went-back', 'conflict', 'spool-lost', 'closed'].map((name) => Type.Literal(name)),
  ),
  acknowledged: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
})

const checks = {
  enrolment: Compile(enrolmentSchema),
  heartbeat: Compile(heartbeatSchema),
  epoch: Compile(epochSchema),
}

/** What is wrong with a message, with its place; undefined when it is right. */
export function messageProblem(kind: keyof typeof checks, message: unknown): string | undefined {
  const check = checks[kind]
  if (check.Check(message)) return undefined
  const [first] = check.Errors(message)
  return `${first?.instancePath || 'the message'} ${first?.message ?? 'has another form'}`
}
