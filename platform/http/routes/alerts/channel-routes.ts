import { X509Certificate } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { type Caller, defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import {
  changeChannel,
  channelSettingsSchema,
  createChannel,
  enqueue,
  readChannels,
  readMailServer,
  removeChannel,
  removeMailServer,
  resumeChannel,
  rotateSecret,
  tellPeople,
  writeMailServer,
} from '../../../notify/index.ts'
import type { SecretBox } from '../../../trust/index.ts'
import { notFound, unprocessable } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { explained } from './explain-notify-error.ts'

const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])
const certificate = orNull(Type.String())

const channelSchema = Type.Object({
  id: Type.String({ description: 'Public id: chn_…' }),
  name: Type.String(),
  kind: Type.Enum(['mail', 'webhook', 'syslog']),
  mail: orNull(Type.Object({ to: Type.Array(Type.String()) })),
  webhook: orNull(
    Type.Object({
      host: Type.String({ description: 'Of the address only this much is shown.' }),
      format: Type.Enum(['holdfast', 'slack']),
      ca: certificate,
      oldSecretUntil: orNull(instant('Until when the secret before this one still counts.')),
    }),
  ),
  syslog: orNull(
    Type.Object({
      host: Type.String(),
      port: Type.Integer(),
      transport: Type.Enum(['tls', 'tcp', 'udp']),
      format: Type.Enum(['plain', 'cef']),
      facility: Type.Integer(),
      ca: certificate,
    }),
  ),
  state: Type.Enum(['well', 'failing', 'paused']),
  problem: orNull(Type.String({ description: 'What was answered last, where nothing gets through.' })),
  failingSince: orNull(instant('Since when nothing gets through.')),
  deliveredAt: orNull(instant('When something last got through.')),
  waiting: Type.Integer({ description: 'Messages that wait for it.' }),
  updatedAt: instant('When it was last changed.'),
  version: Type.Integer(),
})

const name = Type.String({ minLength: 1, maxLength: 100, pattern: '^\\S(.*\\S)?$' })
const kinds = {
  mail: Type.Optional(channelSettingsSchema.mail),
  webhook: Type.Optional(channelSettingsSchema.webhook),
  syslog: Type.Optional(channelSettingsSchema.syslog),
}
const params = Type.Object({ channel: Type.String({ maxLength: 40 }) })
const secretSchema = Type.Union([Type.String(), Type.Null()], {
  description: 'What a webhook is signed with: whsec_… Told this once.',
})

const mailServerSchema = Type.Object({
  host: Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.:_-]+$' }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  security: Type.Enum(['tls', 'starttls', 'none']),
  user: orNull(Type.String({ maxLength: 320 })),
  from: Type.String({ minLength: 3, maxLength: 320, pattern: '^[^\\r\\n]*@[^\\r\\n]*$' }),
  ca: orNull(Type.String({ maxLength: 20_000, pattern: '^\\s*-----BEGIN CERTIFICATE-----' })),
})

/** Channels: ways to the outside, their tests, and the tenant's own mail server. */
export function channelRoutes(box: SecretBox): readonly Route[] {
  const writer = (caller: Caller) => ({ box, by: caller.id, now: Date.now() })
  const find = async (tx: TenantTransaction, id: string) => {
    const [channel] = await readChannels(tx, id)
    if (!channel) throw notFound('channel')
    return channel as unknown as Static<typeof channelSchema>
  }
  return [
    defineRoute({
      method: 'GET',
      path: '/channels',
      summary: 'Channels by name, and how they are',
      permission: 'channels:read',
      reply: many(channelSchema),
      async handle({ tx }) {
        const data = (await readChannels(tx)) as unknown as Static<typeof channelSchema>[]
        return { data, page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/channels/:channel',
      summary: 'One channel',
      permission: 'channels:read',
      params,
      reply: one(channelSchema),
      async handle({ tx, params: { channel } }) {
        return { data: await find(tx, channel) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/channels',
      summary: 'Make a channel: one of mail, webhook and syslog',
      permission: 'channels:write',
      body: Type.Object({ name, ...kinds }, { additionalProperties: false }),
      reply: one(Type.Object({ id: Type.String(), secret: secretSchema })),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        return { data: await explained(() => createChannel(tx, body, writer(caller))) }
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/channels/:channel',
      summary: 'Change a channel; a webhook keeps its address where none is given',
      permission: 'channels:write',
      params,
      body: Type.Object({ name: Type.Optional(name), ...kinds }, { additionalProperties: false }),
      reply: one(channelSchema),
      writes: true,
      async handle({ tx, params: { channel }, body, caller }) {
        await explained(() => changeChannel(tx, channel, body, writer(caller)))
        return { data: await find(tx, channel) }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/channels/:channel',
      summary: 'Remove a channel that no alert uses, with its log',
      permission: 'channels:write',
      params,
      reply: one(Type.Object({ removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { channel } }) {
        await explained(() => removeChannel(tx, channel))
        return { data: { removed: true } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/channels/:channel/rotate-secret',
      summary: 'Sign with another secret, told this once; for a day both count',
      permission: 'channels:write',
      params,
      reply: one(Type.Object({ secret: Type.String(), oldSecretUntil: instant('Until when the old one counts.') })),
      writes: true,
      async handle({ tx, params: { channel }, caller }) {
        return { data: await explained(() => rotateSecret(tx, channel, writer(caller))) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/channels/:channel/resume',
      summary: 'Try a channel at once that is paused or failing',
      permission: 'channels:write',
      params,
      reply: one(channelSchema),
      writes: true,
      async handle({ tx, params: { channel } }) {
        await explained(() => resumeChannel(tx, channel))
        return { data: await find(tx, channel) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/channels/:channel/test',
      summary: 'Send a test; the delivery tells the real answer',
      permission: 'channels:write',
      params,
      reply: one(Type.Object({ delivery: Type.String() })),
      status: 202,
      writes: true,
      async handle({ tx, params: { channel }, caller }) {
        const { name } = await find(tx, channel)
        return { data: { delivery: await sendTest(tx, { channel, name, by: caller.name }) } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/mail-server',
      summary: 'The tenant’s own mail server, without its password; null where the installation’s is used',
      permission: 'channels:read',
      reply: one(
        orNull(
          Type.Object({
            ...mailServerSchema.properties,
            hasPassword: Type.Boolean(),
            updatedAt: instant('When it was last changed.'),
            version: Type.Integer(),
          }),
        ),
      ),
      async handle({ tx }) {
        return { data: await readMailServer(tx) }
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/mail-server',
      summary: 'Use a mail server of one’s own; the password stays where none is given and server and user stay',
      permission: 'channels:write',
      body: Type.Object(
        { ...mailServerSchema.properties, password: Type.Optional(orNull(Type.String({ maxLength: 1000 }))) },
        { additionalProperties: false },
      ),
      reply: one(Type.Object({ saved: Type.Boolean() })),
      writes: true,
      async handle({ tx, body, caller }) {
        if (body.ca !== null && !isCertificate(body.ca))
          throw unprocessable(
            '/body/ca',
            'certificate',
            'is no certificate that can be read: it begins with -----BEGIN CERTIFICATE-----',
          )
        await writeMailServer(tx, body, { box, by: caller.id })
        return { data: { saved: true } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/mail-server/test',
      summary: 'Send a test to an address through the mail server in force; the delivery tells the real answer',
      permission: 'channels:write',
      body: Type.Object({ to: channelSettingsSchema.mail.properties.to.items }, { additionalProperties: false }),
      reply: one(Type.Object({ delivery: Type.String() })),
      status: 202,
      writes: true,
      async handle({ tx, body, caller }) {
        const { delivery } = await tellPeople(tx, {
          to: [body.to],
          summary: `A test of the mail server, sent by ${caller.name}`,
          words: ['Mail of this organisation arrives.'],
          path: '/alerts?view=channels',
          now: Date.now(),
          kind: 'test',
        })
        return { data: { delivery: delivery! } }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/mail-server',
      summary: 'Use the installation’s mail server again',
      permission: 'channels:write',
      reply: one(Type.Object({ removed: Type.Boolean() })),
      writes: true,
      async handle({ tx }) {
        return { data: { removed: await removeMailServer(tx) } }
      },
    }),
  ]
}

async function sendTest(
  tx: TenantTransaction,
  { channel, name, by }: { channel: string; name: string; by: string },
): Promise<string> {
  const { rows } = await tx.query<{ id: number; tenant: { id: string; name: string } }>(
    `select c.channel_id as id, jsonb_build_object('id', t.public_id, 'name', t.name) as tenant
       from notify_channel c join tenant t on t.id = c.tenant_id where c.tenant_id = $1 and c.public_id = $2`,
    [tx.tenantId, channel],
  )
  const now = Date.now()
  const body = {
    schemaVersion: 1,
    type: 'test',
    tenant: rows[0]!.tenant,
    alert: { id: '', name: 'Test', query: '', list: '' },
    at: new Date(now).toISOString(),
    summary: `A test of “${name}”, sent by ${by}`,
    total: 0,
    items: [],
    path: '/alerts?view=channels',
  } as const
  const { deliveries } = await enqueue(tx, { origin: '', body, channelIds: [rows[0]!.id], kind: 'test', now })
  return deliveries[0]!
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem)
    return true
  } catch {
    return false
  }
}
