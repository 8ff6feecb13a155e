import type { CheckId, JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { SshServer } from '../facts/index.ts'
import { failing, holds, isMissing, known, notApplicable, notAssessed } from './known.ts'

const fact = 'inventory.ssh-server'

/** One setting of an SSH server that must not have some value, globally or for a Match block. */
export interface SshRule {
  readonly check: CheckId
  readonly field: 'permitEmptyPasswords' | 'permitRootLogin'
  /** As Match blocks name it, in lower case. */
  readonly keyword: string
  /** As people write it. */
  readonly directive: string
  readonly bad: (value: string, server: SshServer) => boolean
  readonly expected: string
}

/** A verdict per configuration file: a host may run two servers. */
export function judgeSshServer(input: JudgeInput<unknown>, rule: SshRule): readonly Verdict[] {
  const servers = known<SshServer>(input, fact)
  const wrong: Verdict[] = []
  for (const { item, scope, key } of servers.items) {
    const lines: string[] = []
    if (rule.bad(item[rule.field], item))
      lines.push(`${item.places[rule.field] ?? 'default'}: ${rule.directive} ${item[rule.field]}`)
    for (const { criteria, place, settings } of item.matches) {
      const value = settings[rule.keyword]
      if (value !== undefined && rule.bad(value, item))
        lines.push(`${place}: Match ${criteria}: ${rule.directive} ${value}`)
    }
    if (lines.length === 0) continue
    wrong.push({
      check: rule.check,
      place: item.path,
      outcome: 'fail',
      because: {
        summary:
          `${item.path} says ${rule.directive} ${item[rule.field]}${lines.length > 1 ? `, in ${lines.length} places` : ''}`.slice(
            0,
            900,
          ),
        expected: rule.expected,
        actual: item[rule.field],
        lines: lines.slice(0, 100),
        facts: [{ fact, scope, key }],
      },
      fix: `set ${rule.directive} to ${rule.expected} in ${item.path} and reload the server`,
    })
  }
  if (wrong.length > 0) return failing(wrong, servers, rule.check, input, fact)
  if (servers.items.length === 0 && isMissing(input, '/etc/ssh/sshd_config'))
    return [notApplicable(rule.check, 'no SSH server is configured')]
  if (!servers.whole) return [notAssessed(rule.check, input, fact)]
  if (servers.items.length === 0) return [notApplicable(rule.check, 'no SSH server is installed')]
  return [
    holds(
      rule.check,
      `${servers.items.map(({ item }) => `${item.path}: ${rule.directive} ${item[rule.field]}`).join('; ')}`.slice(
        0,
        900,
      ),
    ),
  ]
}
