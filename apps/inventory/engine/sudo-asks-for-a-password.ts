import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { Account, SudoRule } from '../facts/index.ts'
import { counted, failing, holds, isMissing, known, notApplicable, notAssessed } from './known.ts'

const check = 'inventory.sudo-asks-for-a-password'
const fact = 'inventory.sudo-rule'

/**
 * Whoever may run every command as root is asked for a password first. Rules for root itself, and for accounts that nobody can
 * sign in to, are let be: automation needs some way in, and theirs is not a person's unlocked screen.
 */
export function sudoAsksForAPassword(input: JudgeInput<unknown>): readonly Verdict[] {
  const rules = known<SudoRule>(input, fact)
  const accounts = new Map(known<Account>(input, 'inventory.account').items.map(({ item }) => [item.name, item]))
  const verdicts = new Map<string, Verdict>()
  for (const { item, scope, key } of rules.items) {
    if (!item.noPassword || !item.anyCommand || !item.asRoot || item.who.startsWith('!') || item.who === 'root')
      continue
    if (item.kind === 'user' && accounts.get(item.who)?.interactive === false) continue
    // Without its number, which moves whenever something above it does.
    const line = `${item.source}: ${item.who} ${item.hosts.join(',')}=(${item.runAs.join(',')}) NOPASSWD: ${item.commands.join(', ')}`
    verdicts.set(item.who, {
      check,
      place: item.who.slice(0, 200),
      outcome: 'fail',
      because: {
        summary: `${item.who} may run every command as root without a password (${item.source})`.slice(0, 900),
        expected: 'a password is asked',
        actual: 'NOPASSWD: ALL',
        lines: [line.slice(0, 500)],
        facts: [{ fact, scope, key }],
      },
      fix: `take NOPASSWD away, or name the commands that are needed, in ${item.source}`,
    })
  }
  if (verdicts.size > 0) return failing([...verdicts.values()], rules, check, input, fact)
  if (rules.items.length === 0 && isMissing(input, '/etc/sudoers')) return [notApplicable(check, 'sudo is not set up')]
  if (!rules.whole) return [notAssessed(check, input, fact)]
  return [
    holds(check, `${counted(rules.items.length, 'sudo rule')}, none of which gives everything without a password`),
  ]
}
