import { canonicalJson } from '@holdfast/kit/canonical-json'
import Type, { type Static, type TSchema } from 'typebox'
import Schema from 'typebox/schema'
import { signText } from './signed-text.ts'
import type { SigningKey } from './signing-key.ts'
import { isTrusted, type TrustBundle } from './trust-bundle.ts'

/** What the server may ask of a source, with the shape of its arguments. A source obeys only kinds that it declared. */
export const commandKinds = {
  'collect-now': Type.Object(
    {
      collectors: Type.Optional(
        Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$', maxLength: 100 }), { maxItems: 100 }),
      ),
      /** Tell everything again, not only what changed. */
      full: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  /** Exchange the program for the one in this archive, which the server hands out for the platform. */
  update: Type.Object(
    {
      version: Type.String({ pattern: '^[0-9A-Za-z.+-]{1,64}$' }),
      platform: Type.String({ pattern: '^linux-(x64|arm64)$' }),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
      /** Bytes. */
      size: Type.Integer({ minimum: 1, maximum: 512 * 1024 * 1024 }),
    },
    { additionalProperties: false },
  ),
  /** Go back from the program of this archive to the one that lies in the other folder. */
  'roll-back': Type.Object(
    {
      version: Type.String({ pattern: '^[0-9A-Za-z.+-]{1,64}$' }),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    },
    { additionalProperties: false },
  ),
  /** Remove the program, what it keeps and its service from the host. */
  uninstall: Type.Object({}, { additionalProperties: false }),
} as const satisfies Readonly<Record<string, TSchema>>

export type CommandKind = keyof typeof commandKinds
export type CommandArgs<Kind extends CommandKind> = Static<(typeof commandKinds)[Kind]>

/** A command as it is signed. It is for one source, and for a time. */
export interface Command<Kind extends CommandKind = CommandKind> {
  readonly v: 1
  /** Public id, `cmd_…`. A source does one id once, and tells its result again when asked again. */
  readonly id: string
  /** Public id of the source. */
  readonly source: string
  readonly kind: Kind
  readonly args: CommandArgs<Kind>
  readonly issuedAt: string
  readonly expiresAt: string
}

/** As it travels: `command` is the canonical JSON, signed as it stands. */
export interface SignedCommand {
  readonly command: string
  readonly signature: string
}

const mostBytes = 65_536
const instant = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' })
const commandSchema = Type.Object(
  {
    v: Type.Literal(1),
    id: Type.String({ pattern: '^cmd_[0-9A-Za-z]{22}$' }),
    source: Type.String({ minLength: 1, maxLength: 64 }),
    kind: Type.String({ minLength: 1, maxLength: 64 }),
    args: Type.Record(Type.String(), Type.Unknown()),
    issuedAt: instant,
    expiresAt: instant,
  },
  { additionalProperties: false },
)

export function signCommand(command: Command, key: SigningKey): SignedCommand {
  const { text, signature } = signText('command', canonicalJson(command), key)
  return { command: text, signature }
}

/** Why arguments do not fit their kind; undefined when they do. */
export function argsProblem(kind: string, args: unknown): string | undefined {
  const schema = isCommandKind(kind) ? commandKinds[kind] : undefined
  if (!schema) return `there is no command "${kind}"`
  const [fits, errors] = Schema.Errors(schema, args)
  return fits ? undefined : errors.map((error) => `${error.instancePath || 'args'} ${error.message}`).join('; ')
}

export type CommandRefusal =
  | 'wrong-signature'
  | 'malformed'
  | 'wrong-source'
  | 'not-yet-valid'
  | 'expired'
  | 'not-declared'

export type CommandVerdict =
  | { readonly ok: true; readonly command: Command }
  /** `id` is known where the signature was right: then the source reports the refusal. */
  | { readonly ok: false; readonly reason: CommandRefusal; readonly id?: string }

/** Commands from a server whose clock is ahead by no more than this are taken. */
const earlyMs = 10 * 60_000

/**
 * Decides, at the source, whether a command is to be obeyed: signed by a key that the bundle trusts now, for this source, in its time, of a kind that the
 * source declares, with arguments of the right shape. Nothing of the text is looked at before the signature is right.
 */
export function verifyCommand(
  signed: SignedCommand,
  receiver: {
    readonly bundle: TrustBundle
    readonly source: string
    readonly declares: readonly string[]
    readonly now: string
  },
): CommandVerdict {
  const { command: text, signature } = signed
  if (typeof text !== 'string' || typeof signature !== 'string' || text.length > mostBytes)
    return { ok: false, reason: 'malformed' }
  if (!isTrusted(receiver.bundle, 'command', { text, signature }, receiver.now))
    return { ok: false, reason: 'wrong-signature' }
  const command = parse(text)
  if (!command) return { ok: false, reason: 'malformed' }
  const refuse = (reason: CommandRefusal): CommandVerdict => ({ ok: false, reason, id: command.id })
  if (command.source !== receiver.source) return refuse('wrong-source')
  if (Date.parse(command.issuedAt) > Date.parse(receiver.now) + earlyMs) return refuse('not-yet-valid')
  if (command.expiresAt <= receiver.now) return refuse('expired')
  if (!receiver.declares.includes(command.kind)) return refuse('not-declared')
  if (argsProblem(command.kind, command.args) !== undefined) return refuse('malformed')
  return { ok: true, command }
}

export function isCommandKind(kind: string): kind is CommandKind {
  return Object.hasOwn(commandKinds, kind)
}

function parse(text: string): Command | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Schema.Check(commandSchema, value) ? (value as Command) : undefined
  } catch {
    return undefined
  }
}
