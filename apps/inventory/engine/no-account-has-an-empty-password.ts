import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { Account } from '../facts/index.ts'
import { failing, holds, known, notAssessed } from './known.ts'

const check = 'inventory.no-account-has-an-empty-password'
const fact = 'inventory.account'

/** An empty password field lets anybody in who knows the name. */
export function noAccountHasAnEmptyPassword(input: JudgeInput<unknown>): readonly Verdict[] {
  const accounts = known<Account>(input, fact)
  const open = accounts.items.filter(({ item }) => item.password === 'empty')
  const doors = open.map(
    ({ item, scope, key }): Verdict => ({
      check,
      place: item.name,
      outcome: 'fail',
      because: {
        summary: `the account ${item.name} needs no password`,
        expected: 'a password, or a locked one',
        actual: 'an empty password field',
        facts: [{ fact, scope, key }],
      },
      // Without a shell that lets someone work the door leads nowhere much.
      ...(item.interactive ? {} : { severity: 'medium' as const }),
      fix: `lock it (passwd -l ${item.name}) or set a password`,
    }),
  )
  const unseen = accounts.items.some(({ item }) => item.password === undefined || item.password === 'unknown')
  if (doors.length > 0) return failing(doors, { whole: accounts.whole && !unseen }, check, input, fact)
  if (!accounts.whole || unseen) return [notAssessed(check, input, fact)]
  return [holds(check, 'every account has a password, a locked one or none that could match')]
}
