import type { SudoRule } from '../../facts/index.ts'
import type { SudoSpecification } from './read-sudoers.ts'
import { plainWord } from './sudoers-text.ts'

/** Aliases in aliases are followed so deep at most. */
const maxDepth = 16
const maxMembers = 4096

/** A rule per user and command list, with aliases expanded: specifications of the same line, users, runas and tag become one. */
export function expandSudoers(
  source: string,
  specifications: readonly SudoSpecification[],
  aliases: ReadonlyMap<string, readonly string[]>,
): readonly SudoRule[] {
  const rules = new Map<string, SudoRule & { commands: string[] }>()
  for (const specification of specifications) {
    const commands = expand('Cmnd', [specification.command], aliases)
    const users = specification.runAsUsers === undefined ? ['root'] : expand('Runas', specification.runAsUsers, aliases)
    const runAs = [...users, ...expand('Runas', specification.runAsGroups, aliases).map((group) => `:${group}`)]
    for (const who of expand('User', specification.users, aliases)) {
      const hosts = expand('Host', specification.hosts, aliases)
      const { line, noPassword } = specification
      const key = JSON.stringify([line, who, hosts, runAs, noPassword])
      const rule = rules.get(key)
      if (rule) rule.commands.push(...commands)
      else {
        const asRoot = users.some((user) => user === 'root' || user === '#0' || user === 'ALL')
        rules.set(key, {
          source,
          line,
          who,
          kind: kindOf(who),
          hosts,
          runAs,
          commands,
          anyCommand: false,
          asRoot,
          noPassword,
        })
      }
    }
  }
  return [...rules.values()].map((rule) => ({ ...rule, anyCommand: rule.commands.includes('ALL') }))
}

function expand(
  kind: string,
  words: readonly string[],
  aliases: ReadonlyMap<string, readonly string[]>,
  depth = 0,
): string[] {
  const expanded: string[] = []
  for (const word of words) {
    const not = /^(?:!\s*)+/.exec(word)?.[0].replace(/\s/g, '') ?? ''
    const name = word.replace(/^(?:!\s*)+/, '')
    const members = depth < maxDepth ? aliases.get(`${kind}:${name}`) : undefined
    const inner = members === undefined ? [plainWord(name)] : expand(kind, members, aliases, depth + 1)
    const negated = not.length % 2 === 1
    for (const member of inner) {
      if (expanded.length >= maxMembers) return expanded
      expanded.push(negated ? (member.startsWith('!') ? member.slice(1) : `!${member}`) : member)
    }
  }
  return expanded
}

function kindOf(who: string): SudoRule['kind'] {
  const name = who.replace(/^!/, '')
  if (name === 'ALL') return 'everyone'
  if (name.startsWith('%#') || name.startsWith('%:#')) return 'gid'
  if (name.startsWith('%')) return 'group'
  if (name.startsWith('#')) return 'uid'
  return name.startsWith('+') ? 'netgroup' : 'user'
}
