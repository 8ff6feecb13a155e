import type { TenantTransaction } from '../../contract/index.ts'
import { newPublicId } from '../../store/index.ts'
import type { SecretBox } from '../../trust/index.ts'
import { NotifyError } from '../notify-error.ts'
import { newWebhookSecret } from '../send/webhook-signature.ts'
import {
  type ChannelKind,
  channelKinds,
  type MailSettings,
  type SyslogSettings,
  sealPlace,
  type WebhookSecrets,
  type WebhookSettings,
} from './channel.ts'

const mostChannels = 100
/** So long a receiver can go on checking with the secret that was replaced. */
const overlapHours = 24

/** Of the three kinds exactly one is said. */
export interface NewChannel {
  readonly name: string
  readonly mail?: MailSettings
  readonly webhook?: WebhookSettings
  readonly syslog?: SyslogSettings
}

export interface ChannelWriter {
  readonly box: SecretBox
  /** Public id of who does it. */
  readonly by: string
  readonly now: number
}

/** Makes a channel. A webhook's signing secret is told this once. Throws NotifyError. */
export async function createChannel(
  tx: TenantTransaction,
  channel: NewChannel,
  { box, by }: ChannelWriter,
): Promise<{ readonly id: string; readonly secret: string | null }> {
  const kind = kindOf(channel)
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from notify_channel where tenant_id = $1 and kind <> 'notice'`,
    [tx.tenantId],
  )
  if (rows[0]!.n >= mostChannels)
    throw new NotifyError('too-many', `There are ${mostChannels} channels already. Remove one first.`)
  const id = newPublicId('chn')
  let sealed: string | null = null
  let secret: string | null = null
  if (kind === 'webhook') {
    const url = addressOf(channel.webhook?.secretUrl)
    if (url === undefined) throw new NotifyError('invalid', 'Say where to post to.', 'webhook/secretUrl')
    secret = newWebhookSecret()
    sealed = seal(box, tx.tenantId, id, { url, secrets: [{ secret, until: null }] })
  }
  const settings = settingsOf(channel, hostOf(channel.webhook?.secretUrl), null)
  const made = await tx.query(
    `insert into notify_channel (tenant_id, public_id, name, kind, settings, sealed, created_by, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (tenant_id, name_folded) do nothing`,
    [tx.tenantId, id, channel.name, kind, JSON.stringify(settings), sealed, by],
  )
  if (made.rowCount === 0) throw taken(channel.name)
  return { id, secret }
}

/** Changes a channel; its kind stays. A webhook keeps its address where none is given. Throws NotifyError. */
export async function changeChannel(
  tx: TenantTransaction,
  id: string,
  change: Partial<NewChannel>,
  { box, by }: ChannelWriter,
): Promise<void> {
  const found = await heldChannel(tx, id)
  const said = channelKinds.filter((kind) => change[kind] !== undefined)
  if (said.some((kind) => kind !== found.kind))
    throw new NotifyError(
      'invalid',
      `It is a channel of the kind ${found.kind}. Make another one for ${said[0]}.`,
      said[0],
    )
  let { sealed, settings } = found
  const before = settings as { host?: string; oldSecretUntil?: string | null }
  if (said.length > 0) {
    const url = addressOf(change.webhook?.secretUrl)
    if (url !== undefined) {
      const secrets = openSecrets(box, tx.tenantId, found)
      sealed = seal(box, tx.tenantId, id, { ...secrets, url })
    }
    const host = url === undefined ? (before.host ?? '') : hostOf(url)
    settings = settingsOf({ name: found.name, ...change }, host, before.oldSecretUntil ?? null)
  }
  const name = change.name ?? found.name
  const { rows } = await tx.query(
    'select from notify_channel where tenant_id = $1 and name_folded = lower($2 collate "C") and public_id <> $3',
    [tx.tenantId, name, id],
  )
  if (rows.length > 0) throw taken(name)
  // What is said anew is tried anew.
  await tx.query(
    `update notify_channel set name = $3, settings = $4, sealed = $5, updated_by = $6, updated_at = now(), not_before = null,
            version = version + 1 where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, name, JSON.stringify(settings), sealed, by],
  )
}

/** Removes a channel with what waits for it and its log. Throws NotifyError; where something still uses it the database refuses. */
export async function removeChannel(tx: TenantTransaction, id: string): Promise<void> {
  await heldChannel(tx, id)
  try {
    await tx.query('delete from notify_channel where tenant_id = $1 and public_id = $2', [tx.tenantId, id])
  } catch (error) {
    if ((error as { code?: string }).code !== '23503') throw error
    throw new NotifyError('in-use', 'Alerts go through this channel. Take it from them first.')
  }
}

/** Gives a webhook another signing secret, told this once; the old one counts for a day longer. Throws NotifyError. */
export async function rotateSecret(
  tx: TenantTransaction,
  id: string,
  { box, by, now }: ChannelWriter,
): Promise<{ readonly secret: string; readonly oldSecretUntil: string }> {
  const found = await heldChannel(tx, id)
  if (found.kind !== 'webhook') throw new NotifyError('not-a-webhook', 'Only webhooks are signed.')
  const known = openSecrets(box, tx.tenantId, found)
  const secret = newWebhookSecret()
  const until = new Date(now + overlapHours * 3_600_000).toISOString()
  const [current] = known.secrets
  const sealed = seal(box, tx.tenantId, id, {
    ...known,
    secrets: [{ secret, until: null }, ...(current ? [{ secret: current.secret, until }] : [])],
  })
  await tx.query(
    `update notify_channel set sealed = $3, settings = settings || jsonb_build_object('oldSecretUntil', $4::text), updated_by = $5,
            updated_at = now(), version = version + 1 where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, sealed, until, by],
  )
  return { secret, oldSecretUntil: until }
}

/** Lets a channel be tried again at once: one that was paused, or waits after failures. Throws NotifyError. */
export async function resumeChannel(tx: TenantTransaction, id: string): Promise<void> {
  await heldChannel(tx, id)
  await tx.query(
    `update notify_channel set paused_at = null, paused_why = null, not_before = null, version = version + 1
      where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id],
  )
  await tx.query(
    `update notify_delivery set next_at = date_trunc('milliseconds', now())
      where tenant_id = $1 and state = 'waiting'
        and channel_id = (select channel_id from notify_channel where tenant_id = $1 and public_id = $2)`,
    [tx.tenantId, id],
  )
}

interface Held {
  readonly id: string
  readonly name: string
  readonly kind: ChannelKind
  readonly settings: object
  readonly sealed: string | null
}

async function heldChannel(tx: TenantTransaction, id: string): Promise<Held> {
  const { rows } = await tx.query<Held>(
    `select public_id as id, name, kind, settings, sealed from notify_channel
      where tenant_id = $1 and public_id = $2 and kind <> 'notice' for update`,
    [tx.tenantId, id],
  )
  if (!rows[0]) throw new NotifyError('not-found', 'There is no such channel.')
  return rows[0]
}

function openSecrets(box: SecretBox, tenantId: number, { id, sealed }: Held): WebhookSecrets {
  const text = sealed === null ? undefined : box.open(sealed, sealPlace(tenantId, id))
  // The key of another installation: a new address makes it whole again.
  return text === undefined ? { url: '', secrets: [] } : (JSON.parse(text) as WebhookSecrets)
}

function seal(box: SecretBox, tenantId: number, id: string, secrets: WebhookSecrets): string {
  return box.seal(JSON.stringify(secrets), sealPlace(tenantId, id))
}

function kindOf(channel: Partial<NewChannel>): ChannelKind {
  const said = channelKinds.filter((kind) => channel[kind] !== undefined)
  if (said.length === 1) return said[0]!
  throw new NotifyError('invalid', 'Say one of mail, webhook and syslog.', said[1] ?? 'mail')
}

function settingsOf(channel: Partial<NewChannel>, host: string, oldSecretUntil: string | null): object {
  const { mail, webhook, syslog } = channel
  if (mail) return { to: [...new Set(mail.to)] }
  if (webhook) return { host, format: webhook.format ?? 'holdfast', ca: webhook.ca ?? null, oldSecretUntil }
  const { transport = 'tls' } = syslog!
  const port = syslog!.port ?? (transport === 'tls' ? 6514 : 514)
  const { format = 'plain', facility = 16, ca = null } = syslog!
  return { host: syslog!.host, port, transport, format, facility, ca }
}

function addressOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new NotifyError('invalid', 'It is no web address.', 'webhook/secretUrl')
}

function hostOf(url: string | undefined): string {
  return url === undefined ? '' : new URL(url).host
}

function taken(name: string): NotifyError {
  return new NotifyError('name-taken', `There is a channel named “${name}” already. Take another name.`)
}
