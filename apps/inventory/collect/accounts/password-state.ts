import type { Account } from '../../facts/index.ts'

type PasswordState = NonNullable<Account['password']>

/** Prefixes of password hashes. Source: crypt(5). */
const schemes: readonly (readonly [string, string])[] = [
  ['$y$', 'yescrypt'],
  ['$gy$', 'gost-yescrypt'],
  ['$7$', 'scrypt'],
  ['$6$', 'sha512-crypt'],
  ['$5$', 'sha256-crypt'],
  ['$2', 'bcrypt'],
  ['$sha1', 'sha1-crypt'],
  ['$md5', 'sun-md5'],
  ['$1$', 'md5-crypt'],
  ['$3$', 'nt-hash'],
  ['_', 'bsdi-crypt'],
]

/** What a password field of /etc/shadow (or /etc/passwd) says; nothing of the hash itself is kept. */
export function passwordState(field: string): { readonly state: PasswordState; readonly scheme?: string } {
  if (field === '') return { state: 'empty' }
  const locked = field.startsWith('!')
  const hash = field.replace(/^!+/, '')
  const scheme = schemeOf(hash)
  if (scheme === undefined) return { state: 'none' }
  return { state: locked ? 'locked' : 'hashed', scheme }
}

function schemeOf(hash: string): string | undefined {
  const known = schemes.find(([prefix]) => hash.startsWith(prefix))
  if (known) return known[1]
  if (/^[./0-9A-Za-z]{13}$/.test(hash)) return 'des-crypt'
  // `*`, `x`, `*LK*` and the like: no password hashes to it.
  return /^\$[^$]+\$/.test(hash) ? 'unknown' : undefined
}
