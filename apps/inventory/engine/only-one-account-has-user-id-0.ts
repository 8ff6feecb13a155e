import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { Account } from '../facts/index.ts'
import { holds, known, notAssessed } from './known.ts'

const check = 'inventory.only-one-account-has-user-id-0'
const fact = 'inventory.account'

/** A second name for root is a second password to guess, and a classic back door. */
export function onlyOneAccountHasUserId0(input: JudgeInput<unknown>): readonly Verdict[] {
  const accounts = known<Account>(input, fact)
  const roots = accounts.items.filter(({ item }) => item.uid === 0)
  if (roots.length > 1) {
    const names = roots.map(({ item }) => item.name).sort()
    return [
      {
        check,
        place: '',
        outcome: 'fail',
        because: {
          summary: `${names.length} accounts have user id 0: ${names.slice(0, 20).join(', ')}`,
          expected: 'root',
          actual: names.slice(0, 20).join(', '),
          lines: roots
            .slice(0, 100)
            .map(({ item }) => `${item.name}:${item.uid}:${item.gid}:${item.home}:${item.shell}`),
          facts: roots.slice(0, 100).map(({ scope, key }) => ({ fact, scope, key })),
        },
        fix: `remove or renumber ${names
          .filter((name) => name !== 'root')
          .slice(0, 20)
          .join(', ')}`,
      },
    ]
  }
  // Ids stand where everybody can read them: passwords that were hidden do not matter here.
  if (!accounts.listed) return [notAssessed(check, input, fact)]
  return [holds(check, roots.length === 1 ? `only ${roots[0]!.item.name} has user id 0` : 'no account has user id 0')]
}
