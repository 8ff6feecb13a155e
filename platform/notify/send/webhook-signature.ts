import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const prefix = 'whsec_'
/** A receiver refuses what was signed longer ago, or ahead, than this. */
export const replaySeconds = 300

/** A new signing secret: `whsec_` and 256 random bits in base64. */
export function newWebhookSecret(): string {
  return prefix + randomBytes(32).toString('base64')
}

/**
 * Headers of a signed webhook (Standard Webhooks): `webhook-id` is the same with every try, `webhook-timestamp` in seconds is of this try, and
 * `webhook-signature` holds `v1,` and the base64 HMAC-SHA256 over `id.timestamp.body` for each secret, the newest first.
 */
export function webhookHeaders(of: {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly body: string
  readonly secrets: readonly string[]
}): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(of.now / 1000))
  return {
    'webhook-id': of.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': of.secrets.map((secret) => `v1,${sign(secret, of.id, timestamp, of.body)}`).join(' '),
  }
}

/** What a receiver does: true when one of the signatures is of this secret, and young enough. */
export function verifyWebhook(
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  secret: string,
  now: number,
): boolean {
  const id = headers['webhook-id'] ?? ''
  const timestamp = headers['webhook-timestamp'] ?? ''
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1000 - Number(timestamp)) > replaySeconds) return false
  const expected = Buffer.from(sign(secret, id, timestamp, body))
  return (headers['webhook-signature'] ?? '').split(' ').some((each) => {
    const given = Buffer.from(each.replace(/^v1,/, ''))
    return each.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected)
  })
}

function sign(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, 'base64')
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
}
