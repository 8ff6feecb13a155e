import { createTransport } from 'nodemailer'
import type { CheckedAddress } from '../egress/egress-guard.ts'
import type { MailServer } from './mail-server-url.ts'
import { cleanAnswer, errorAnswer, type Outcome } from './outcome.ts'

export interface Mail {
  /** Stays the same with every try: `<dlv_…@holdfast>`. */
  readonly messageId: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly at: Date
}

const connectMs = 10_000
const socketMs = 30_000
/** All of a try: a server that says one line each 29 seconds is not waited for. */
const totalMs = 60_000

/**
 * Hands a mail to a server. Where several people get it and the server refuses some of them, it counts as delivered and the answer names who was
 * refused. `final` where the server says that trying again is of no use (RFC 5321, 5yz to recipient or content).
 */
export async function sendMail(server: MailServer, mail: Mail, checked: CheckedAddress | undefined): Promise<Outcome> {
  const secrets = server.password === null ? [] : [server.password, Buffer.from(server.password).toString('base64')]
  const transport = createTransport({
    host: checked?.address ?? server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(server.user !== null && { auth: { user: server.user, pass: server.password ?? '' } }),
    tls: { ...(isName(server.host) && { servername: server.host }), ...(server.ca !== null && { ca: server.ca }) },
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: socketMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  let timer: NodeJS.Timeout | undefined
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`Not taken within ${totalMs / 1000} seconds.`)), totalMs)
    })
    const info = await Promise.race([
      transport.sendMail({
        from: oneLine(server.from),
        to: mail.to.map((address) => ({ name: '', address: oneLine(address) })),
        subject: oneLine(mail.subject),
        text: mail.text,
        html: mail.html,
        messageId: mail.messageId,
        date: mail.at,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      }),
      late,
    ])
    const refused = (info.rejected ?? []).map(String)
    const note = refused.length > 0 ? ` (refused for ${refused.join(', ')})` : ''
    return { ok: true, answer: cleanAnswer(`${info.response ?? 'taken'}${note}`, secrets) }
  } catch (error) {
    const { responseCode = 0, command = '' } = error as { responseCode?: number; command?: string }
    const final = responseCode >= 500 && responseCode < 600 && /^(RCPT|DATA)/i.test(command)
    return { ok: false, answer: errorAnswer(error, secrets), ...(final && { final }) }
  } finally {
    clearTimeout(timer)
    transport.close()
  }
}

function isName(host: string): boolean {
  return !/^[\d.]+$|:/.test(host)
}

/** A line end in a header would begin the next one. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()
}
