const mask = '***'

/** Names whose value is a secret: `--db-password`, `API_TOKEN`, `client-secret`. */
const secretName =
  /(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|auth(?:orization)?|cookie)$/i

/** Values that are secrets whatever they are called: tokens whose makers gave them a shape. */
const secretShapes: readonly RegExp[] = [
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_[0-9A-Za-z]{20,255}\b/g,
  /\bgithub_pat_[0-9A-Za-z_]{20,255}\b/g,
  /\bglpat-[0-9A-Za-z_-]{20,64}\b/g,
  /\bxox[abprs]-[0-9A-Za-z-]{10,255}\b/g,
  /\bsk-[0-9A-Za-z_-]{20,255}\b/g,
  /\bhf(?:st|ak|bs)_[0-9A-Za-z_-]{8,255}\b/g,
  /\bey[JK][0-9A-Za-z_-]{8,2000}\.[0-9A-Za-z_-]{8,2000}\.[0-9A-Za-z_-]{8,2000}\b/g,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,10000}/g,
]

/** Passwords in addresses (`scheme://user:password@host`), and authorization headers. */
const inline: readonly (readonly [RegExp, string])[] = [
  [/([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,256}):[^\s/@]{1,256}@/gi, `$1:${mask}@`],
  [/\b(Bearer|Basic)\s+[0-9A-Za-z+/=._~-]{6,}/gi, `$1 ${mask}`],
]

/** Programs whose short option takes a password: `mysql -psecret`, `curl -u user:password`, `sshpass -p secret`. */
const shortOptions: ReadonlyMap<string, readonly string[]> = new Map([
  ['mysql', ['-p']],
  ['mysqldump', ['-p']],
  ['mysqladmin', ['-p']],
  ['mariadb', ['-p']],
  ['curl', ['-u', '-U']],
  ['sshpass', ['-p']],
  ['redis-cli', ['-a']],
  ['mongo', ['-p']],
  ['mongosh', ['-p']],
  ['ldapsearch', ['-w']],
  ['smbclient', ['-U']],
])

/** A command line with secrets replaced by `***`: by the name of the option or variable, by the program, and by the shape of the value. */
export function maskArguments(words: readonly string[]): readonly string[] {
  const program = (words[0] ?? '').slice((words[0] ?? '').lastIndexOf('/') + 1)
  const short = shortOptions.get(program) ?? []
  let next = false
  return words.map((word, index) => {
    if (next) {
      next = false
      if (!word.startsWith('-')) return mask
    }
    const named = /^(-{0,2}[A-Za-z][A-Za-z0-9_.-]*)([=:])(.+)$/s.exec(word)
    if (named?.[1] && secretName.test(named[1])) return `${named[1]}${named[2]}${mask}`
    if (index > 0 && /^--?[A-Za-z]/.test(word) && secretName.test(word)) next = true
    for (const option of short) {
      if (word === option) next = true
      else if (word.startsWith(option) && !word.startsWith('--')) return `${option}${mask}`
    }
    return maskShapes(word)
  })
}

/** A shell command line, as in a crontab or unit, with secrets masked. */
export function maskCommand(command: string): string {
  // Word by word as the shell would see it, near enough; blanks stay as they are.
  const parts = command.split(/(\s+)/)
  const masked = maskArguments(parts.filter((_, index) => index % 2 === 0))
  return maskShapes(parts.map((part, index) => (index % 2 === 0 ? (masked[index / 2] ?? part) : part)).join(''))
}

/** An address with its password masked. */
export function maskShapes(text: string): string {
  let masked = text
  for (const [pattern, replacement] of inline) masked = masked.replace(pattern, replacement)
  for (const pattern of secretShapes) masked = masked.replace(pattern, mask)
  return masked
}
