import { readFileSync } from 'node:fs'

/** Characters that a password has at least … */
export const passwordLength = 12
/** … and at most. */
export const passwordLengthAtMost = 256

const reduce = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const commonest: ReadonlySet<string> = new Set(
  readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
    .split('\n')
    .map(reduce)
    .filter(Boolean),
)

/** The same characters for everybody who types the same (NIST SP 800-63B §3.1.1.2: NFKC). */
export function plainPassword(password: string): string {
  return password.normalize('NFKC')
}

/** What is wrong with a new password, as a sentence; undefined when nothing is. `names` are those that belong to its person. */
export function passwordProblem(given: string, names: readonly string[]): string | undefined {
  const password = plainPassword(given)
  const length = [...password].length
  if (length < passwordLength)
    return `It has ${length} characters; ${passwordLength} are the least. A sentence is good.`
  if (length > passwordLengthAtMost) return `It has more than ${passwordLengthAtMost} characters.`
  const core = reduce(password)
  if (commonest.has(core)) return 'It is one of the commonest passwords.'
  if (new Set(core).size < 5) return 'It is made of fewer than five different letters and digits.'
  for (const name of names.flatMap((each) => [each, ...each.split(/[\s@._-]+/)]).map(reduce)) {
    if (name.length >= 3 && core.includes(name) && core.length - name.length < 8)
      return 'It is little more than your own name.'
  }
  return undefined
}
