import type { WebhookSecrets } from '../channels/channel.ts'
import { EgressError } from '../egress/egress-guard.ts'
import { mailText } from '../render/mail-text.ts'
import type { Message } from '../render/message.ts'
import { type SyslogForm, syslogLines } from '../render/syslog-lines.ts'
import { slackBody, webhookBody } from '../render/webhook-body.ts'
import type { MailServer } from '../send/mail-server-url.ts'
import { cleanAnswer, type Outcome } from '../send/outcome.ts'
import { sendMail } from '../send/send-mail.ts'
import { type SyslogTarget, sendSyslog } from '../send/send-syslog.ts'
import { sendWebhook } from '../send/send-webhook.ts'
import { webhookHeaders } from '../send/webhook-signature.ts'
import type { DeliveringContext } from './delivering-context.ts'

/** A delivery with all that sending it takes. */
export type Parcel = {
  /** Public id of the delivery: the same with every try. */
  readonly id: string
  readonly message: Message
} & (
  | {
      readonly kind: 'mail'
      readonly settings: { readonly to: readonly string[] }
      /** The tenant's own; the installation's when undefined. */
      readonly mailServer: MailServer | 'unreadable' | undefined
    }
  | {
      readonly kind: 'webhook'
      readonly settings: { readonly format: 'holdfast' | 'slack'; readonly ca: string | null }
      readonly secrets: WebhookSecrets | undefined
    }
  | {
      readonly kind: 'syslog'
      readonly settings: Omit<SyslogTarget, 'ca'> & SyslogForm & { readonly ca: string | null }
    }
)

const unreadable =
  'What it takes to send was sealed with another key than this installation’s (keys/secrets.key). Write it anew.'

/** Sends one delivery and says how it went; never throws for what the other side does. */
export async function sendDelivery(context: DeliveringContext, parcel: Parcel): Promise<Outcome> {
  switch (parcel.kind) {
    case 'mail':
      return overMail(context, parcel)
    case 'webhook':
      return overWebhook(context, parcel)
    default:
      return overSyslog(context, parcel)
  }
}

async function overMail(context: DeliveringContext, parcel: Extract<Parcel, { kind: 'mail' }>): Promise<Outcome> {
  const { mailServer } = parcel
  if (mailServer === 'unreadable') return { ok: false, answer: unreadable }
  const server = mailServer ?? context.mail
  if (!server)
    return {
      ok: false,
      answer:
        'There is no mail server. Say one under Alerts → Channels, or for the whole installation in HOLDFAST_SMTP.',
    }
  const { subject, text, html } = mailText(parcel.message, context.server())
  const mail = {
    messageId: `<${parcel.id}@holdfast.invalid>`,
    to: parcel.settings.to,
    subject,
    text,
    html,
    at: new Date(context.now()),
  }
  // Who runs the installation chose its mail server; a tenant's own is looked at like every other place.
  if (!mailServer) return sendMail(server, mail, undefined)
  try {
    const checked = await context.guard.resolve(server.host)
    if (server.security === 'none' && !checked.allowed)
      return { ok: false, answer: 'A mail server on the public Internet takes TLS or STARTTLS.' }
    return await sendMail(server, mail, checked)
  } catch (error) {
    if (error instanceof EgressError) return { ok: false, answer: cleanAnswer(error.message) }
    throw error
  }
}

async function overWebhook(context: DeliveringContext, parcel: Extract<Parcel, { kind: 'webhook' }>): Promise<Outcome> {
  const { id, message, settings, secrets } = parcel
  if (!secrets || secrets.url === '') return { ok: false, answer: unreadable }
  const now = context.now()
  const valid = secrets.secrets.filter(({ until }) => until === null || Date.parse(until) > now)
  const body =
    settings.format === 'slack' ? slackBody(message, context.server()) : webhookBody(message, id, context.server())
  const headers = webhookHeaders({ id, now, body, secrets: valid.map(({ secret }) => secret) })
  const url = new URL(secrets.url)
  const hidden = [
    secrets.url,
    ...valid.map(({ secret }) => secret),
    decodeURIComponent(url.password),
    ...(url.pathname.length > 8 ? [url.pathname] : []),
    ...url.searchParams.values(),
  ]
  return sendWebhook(
    { url: secrets.url, body, headers, ...(settings.ca && { ca: settings.ca }), secrets: hidden },
    context.guard,
  )
}

async function overSyslog(context: DeliveringContext, parcel: Extract<Parcel, { kind: 'syslog' }>): Promise<Outcome> {
  const { id, message, settings } = parcel
  const place = { id, server: context.server(), host: context.host, version: context.version }
  const { ca, ...target } = settings
  return sendSyslog({ ...target, ...(ca && { ca }) }, syslogLines(message, place, settings), context.guard)
}
