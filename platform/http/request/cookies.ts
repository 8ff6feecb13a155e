/** The value of one cookie of a Cookie header (RFC 6265 §5.4); undefined when it is not there. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return undefined
}

/**
 * A Set-Cookie value for a secret that scripts cannot read and other sites cannot send. Without a value it is deleted.
 * `lax` lets it come along when another site's page leads here, as identity providers' do.
 */
export function sessionCookie(
  name: string,
  value: string | undefined,
  options: { tls: boolean; maxAge: number; lax?: boolean },
): string {
  const parts = [
    `${name}=${value ?? ''}`,
    'Path=/',
    'HttpOnly',
    options.lax ? 'SameSite=Lax' : 'SameSite=Strict',
    `Max-Age=${value ? options.maxAge : 0}`,
  ]
  if (options.tls) parts.push('Secure')
  return parts.join('; ')
}
