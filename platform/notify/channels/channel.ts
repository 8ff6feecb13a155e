import { type Static, Type } from 'typebox'

export const channelKinds = ['mail', 'webhook', 'syslog'] as const
export type ChannelKind = (typeof channelKinds)[number]

/** An address as RFC 5321 has it, without quoted names and comments: nothing that could mean something to a mail program. */
const mailAddress = Type.String({
  maxLength: 254,
  pattern: "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$",
})
const certificate = Type.Optional(
  Type.Union([Type.String({ maxLength: 20_000, pattern: '^\\s*-----BEGIN CERTIFICATE-----' }), Type.Null()], {
    description: 'Certificate (PEM) that the receiver is trusted by, instead of the public authorities.',
  }),
)
const host = Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.:_-]+$' })
const port = Type.Integer({ minimum: 1, maximum: 65_535 })

/** What one says of each kind of channel. */
export const channelSettingsSchema = {
  mail: Type.Object(
    { to: Type.Array(mailAddress, { minItems: 1, maxItems: 20, description: 'Who gets it.' }) },
    { additionalProperties: false },
  ),
  webhook: Type.Object(
    {
      secretUrl: Type.Optional(
        Type.String({
          maxLength: 2000,
          pattern: '^https?://',
          description: 'Where to post to. Never shown again, since many such addresses are a secret themselves.',
        }),
      ),
      format: Type.Optional(
        Type.Enum(['holdfast', 'slack'], { description: 'holdfast: all of it as JSON. slack: one text for a chat.' }),
      ),
      ca: certificate,
    },
    { additionalProperties: false },
  ),
  syslog: Type.Object(
    {
      host,
      port: Type.Optional(port),
      transport: Type.Optional(Type.Enum(['tls', 'tcp', 'udp'])),
      format: Type.Optional(Type.Enum(['plain', 'cef'])),
      facility: Type.Optional(Type.Integer({ minimum: 0, maximum: 23, description: '16 is local0.' })),
      ca: certificate,
    },
    { additionalProperties: false },
  ),
} as const

export type MailSettings = Static<typeof channelSettingsSchema.mail>
export type WebhookSettings = Static<typeof channelSettingsSchema.webhook>
export type SyslogSettings = Static<typeof channelSettingsSchema.syslog>

/** A channel as it is listed: never with what is sealed. */
export interface Channel {
  /** Public id: chn_… */
  readonly id: string
  readonly name: string
  readonly kind: ChannelKind
  readonly mail: { readonly to: readonly string[] } | null
  readonly webhook: {
    /** Of the address only this much. */
    readonly host: string
    readonly format: 'holdfast' | 'slack'
    readonly ca: string | null
    /** Until when what it signed with before still counts; null where there is but one secret. */
    readonly oldSecretUntil: string | null
  } | null
  readonly syslog: {
    readonly host: string
    readonly port: number
    readonly transport: 'tls' | 'tcp' | 'udp'
    readonly format: 'plain' | 'cef'
    readonly facility: number
    readonly ca: string | null
  } | null
  /** well: the last try got through, or there was none. failing: tried again later. paused: not tried until somebody resumes it. */
  readonly state: 'well' | 'failing' | 'paused'
  readonly problem: string | null
  readonly failingSince: string | null
  readonly deliveredAt: string | null
  /** Messages that wait for it. */
  readonly waiting: number
  readonly updatedAt: string
  readonly version: number
}

/** What is sealed of a webhook. */
export interface WebhookSecrets {
  readonly url: string
  /** The newest first; one that was replaced counts until a moment. */
  readonly secrets: readonly { readonly secret: string; readonly until: string | null }[]
}

/** Where the sealed text of a channel belongs. */
export function sealPlace(tenantId: number, id: string): string {
  return `notify_channel ${tenantId} ${id}`
}
