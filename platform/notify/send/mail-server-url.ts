/** A server that takes mail. */
export interface MailServer {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte, `starttls` before anything else is said, or neither. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string | null
  readonly password: string | null
  /** Who the mail is from: `Holdfast <alerts@example.org>`. */
  readonly from: string
  /** Certificate (PEM) that it is trusted by, instead of the public authorities. */
  readonly ca: string | null
}

const securities = { 'smtps:': 'tls', 'smtp+starttls:': 'starttls', 'smtp:': 'none' } as const
const ports = { tls: 465, starttls: 587, none: 25 } as const

/**
 * Reads the installation's mail server as one text: `smtps://user:password@mail.example.org:465?from=alerts@example.org`. The scheme is `smtps`,
 * `smtp+starttls` or `smtp`. Throws a RangeError that says what is wrong.
 */
export function readMailUrl(text: string): MailServer {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const security = url && securities[url.protocol as keyof typeof securities]
  if (!url || !security || url.hostname === '')
    throw new RangeError('it is no address of a mail server: write smtps://user:password@host:465?from=alerts@host.')
  const from = url.searchParams.get('from')
  if (!from) throw new RangeError('it does not say who the mail is from: add ?from=alerts@example.org.')
  const decoded = (part: string) => (part === '' ? null : decodeURIComponent(part))
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? ports[security] : Number(url.port),
    security,
    user: decoded(url.username),
    password: decoded(url.password),
    from,
    ca: null,
  }
}
