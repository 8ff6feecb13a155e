import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { Account } from '../facts/index.ts'
import { failing, holds, known, notAssessed } from './known.ts'

const check = 'inventory.no-password-uses-a-weak-hash'
const fact = 'inventory.account'

/** Schemes that a stolen file gives up in minutes are data of the check. */
export function noPasswordUsesAWeakHash(input: JudgeInput<unknown>): readonly Verdict[] {
  const weak = new Set(input.checks.get(check)?.parameters?.weak as readonly string[] | undefined)
  const accounts = known<Account>(input, fact)
  const open = accounts.items
    .filter(
      ({ item }) => item.password === 'hashed' && item.passwordScheme !== undefined && weak.has(item.passwordScheme),
    )
    .map(
      ({ item, scope, key }): Verdict => ({
        check,
        place: item.name,
        outcome: 'fail',
        because: {
          summary: `the password of ${item.name} is hashed with ${item.passwordScheme}`,
          expected: 'yescrypt, sha512-crypt or bcrypt',
          actual: item.passwordScheme as string,
          facts: [{ fact, scope, key }],
        },
        fix: `set ENCRYPT_METHOD YESCRYPT in /etc/login.defs, then have ${item.name} set a new password`,
      }),
    )
  const unseen = accounts.items.some(({ item }) => item.password === undefined || item.password === 'unknown')
  if (open.length > 0) return failing(open, { whole: accounts.whole && !unseen }, check, input, fact)
  if (!accounts.whole || unseen) return [notAssessed(check, input, fact)]
  return [holds(check, 'no password is hashed with a weak scheme')]
}
