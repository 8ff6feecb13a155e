/** The parts of a text signed in the open. The signature is not verified here. */
export interface Clearsigned {
  readonly body: string
  /** The armoured signature, for whoever holds the keys; empty when the text is not signed. */
  readonly signature: string
}

/** Takes a cleartext-signed message apart, undoing dash escapes. Source: RFC 9580 section 7. Unsigned text is its own body. */
export function splitClearsigned(text: string): Clearsigned {
  const opening = /^-----BEGIN PGP SIGNED MESSAGE-----\r?\n(?:[A-Za-z-]+: [^\n]*\n)*\r?\n/.exec(text)
  if (opening === null) return { body: text, signature: '' }
  const end = text.indexOf('\n-----BEGIN PGP SIGNATURE-----', opening[0].length - 1)
  const body = text.slice(opening[0].length, end < 0 ? undefined : end + 1)
  return { body: body.replace(/^- /gm, ''), signature: end < 0 ? '' : text.slice(end + 1) }
}
