import type { SudoRule } from '../../facts/index.ts'

/** Groups whose members can become root without being asked: they command a daemon or a disk that can do anything. */
const rootEquivalentGroups = ['docker', 'lxd', 'incus-admin', 'disk', 'libvirt']

/** Why an account can become root; a reason each, sorted. */
export function privilegeReasons(
  account: { readonly name: string; readonly uid: number; readonly groups: readonly string[] },
  rules: readonly SudoRule[],
): string[] {
  const reasons = new Set<string>()
  if (account.uid === 0) reasons.add('user id 0')
  for (const group of rootEquivalentGroups) if (account.groups.includes(group)) reasons.add(`group ${group}`)
  if (account.uid !== 0) {
    for (const rule of rules) {
      if (!rule.asRoot || !appliesTo(rule, account)) continue
      if (rule.commands.every((command) => command.startsWith('!'))) continue
      const what = rule.anyCommand ? '' : ' for some commands'
      reasons.add(rule.kind === 'group' ? `group ${rule.who.slice(1)} by sudo${what}` : `sudo${what}`)
    }
  }
  return [...reasons].sort()
}

function appliesTo(rule: SudoRule, account: Parameters<typeof privilegeReasons>[0]): boolean {
  switch (rule.kind) {
    case 'everyone':
      return rule.who === 'ALL'
    case 'user':
      return rule.who === account.name
    case 'uid':
      return rule.who === `#${account.uid}`
    case 'group':
      return account.groups.includes(rule.who.slice(1))
    default:
      // Ids of groups are not kept with the account, netgroups live elsewhere.
      return false
  }
}
