/** What one line of syslog tells. */
export interface SyslogEntry {
  /** 0 to 23. RFC 5424 section 6.2.1; 16 to 23 are local0 to local7. */
  readonly facility: number
  /** 0 emergency to 7 debug. */
  readonly severity: number
  /** RFC 3339, in UTC. */
  readonly at: string
  readonly host: string
  readonly app: string
  /** What kind of message it is. */
  readonly kind: string
  readonly text: string
}

const mostText = 8000

/** A message of RFC 5424, section 6, in UTF-8 with its byte order mark; one line whatever the text holds. */
export function syslogMessage({ facility, severity, at, host, app, kind, text }: SyslogEntry): Buffer {
  const priority = facility * 8 + severity
  const header = `<${priority}>1 ${at} ${name(host, 255)} ${name(app, 48)} - ${name(kind, 32)} -`
  return Buffer.from(`${header} \ufeff${oneLine(text).slice(0, mostText).toWellFormed()}`, 'utf8')
}

/** The message with its length before it (RFC 5425 section 4.3), as TLS and TCP (RFC 6587 section 3.4.1) take it. */
export function octetCounted(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${message.length} `), message])
}

/** PRINTUSASCII without space; a hyphen is nothing. */
function name(text: string, most: number): string {
  const clean = text.replace(/[^\x21-\x7e]/g, '_').slice(0, most)
  return clean === '' ? '-' : clean
}

/** Line ends and other control characters would let a name start an entry of its own in a receiver's file. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
}
