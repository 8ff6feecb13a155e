/** A setting of an OpenSSH server's configuration. */
export interface SshdLine {
  /** In lower case; aliases of old releases are replaced by today's name. */
  readonly keyword: string
  readonly words: readonly string[]
  readonly line: number
}

/** Old names that sshd still takes (servconf.c of OpenSSH). */
const aliases: ReadonlyMap<string, string> = new Map([
  ['challengeresponseauthentication', 'kbdinteractiveauthentication'],
  ['keepalive', 'tcpkeepalive'],
  ['pubkeyacceptedkeytypes', 'pubkeyacceptedalgorithms'],
  ['dsaauthentication', 'pubkeyauthentication'],
])

const maxLines = 20_000

/** Splits a configuration into settings: keyword and words, parted by blanks or one `=`, words may be quoted. Source: sshd_config(5). */
export function sshdLines(text: string): readonly SshdLine[] {
  return text.split('\n', maxLines).flatMap((raw, index) => {
    const match = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(raw)
    if (!match?.[1]) return []
    const keyword = match[1].toLowerCase()
    return [{ keyword: aliases.get(keyword) ?? keyword, words: wordsOf(match[2] ?? ''), line: index + 1 }]
  })
}

function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  for (const [, quoted, bare] of text.matchAll(/"((?:\\.|[^"\\])*)"|((?:\\.|[^\s"\\])+)/g)) {
    // A comment may follow the words since OpenSSH 8.5.
    if (quoted === undefined && bare?.startsWith('#')) break
    words.push((quoted ?? bare ?? '').replace(/\\(["' \\])/g, '$1'))
  }
  return words
}
