import { type Problem, ProblemList } from '@holdfast/kit/reading'
import { plainWord, splitOutside, sudoersLines } from './sudoers-text.ts'

/** Who may run what, before aliases are expanded. Source: sudoers(5). */
export interface SudoSpecification {
  readonly line: number
  readonly users: readonly string[]
  readonly hosts: readonly string[]
  readonly runAsUsers: readonly string[] | undefined
  readonly runAsGroups: readonly string[]
  readonly command: string
  readonly noPassword: boolean
}

export interface SudoSetting {
  readonly line: number
  readonly binding: string
  readonly name: string
  readonly value: string
}

export interface SudoersFile {
  readonly specifications: readonly SudoSpecification[]
  readonly settings: readonly SudoSetting[]
  /** Alias name to members, by kind: `User_Alias` and so on. */
  readonly aliases: ReadonlyMap<string, readonly string[]>
  readonly includes: readonly { readonly path: string; readonly folder: boolean }[]
  readonly problems: readonly Problem[]
}

const tagPattern =
  /^(NOPASSWD|PASSWD|NOEXEC|EXEC|SETENV|NOSETENV|LOG_INPUT|NOLOG_INPUT|LOG_OUTPUT|NOLOG_OUTPUT|MAIL|NOMAIL|FOLLOW|NOFOLLOW|INTERCEPT|NOINTERCEPT)\s*:\s*/
const optionPattern =
  /^(CWD|CHROOT|ROLE|TYPE|APPARMOR_PROFILE|PRIVS|LIMITPRIVS|NOTBEFORE|NOTAFTER|TIMEOUT)\s*=\s*("[^"]*"|\S+)\s*/
const maxEntries = 10_000

/** Reads one file of sudoers. */
export function readSudoers(text: string): SudoersFile {
  const problems = new ProblemList()
  const specifications: SudoSpecification[] = []
  const settings: SudoSetting[] = []
  const aliases = new Map<string, readonly string[]>()
  const includes: { path: string; folder: boolean }[] = []
  for (const { text: line, line: number } of sudoersLines(text)) {
    if (specifications.length + settings.length + aliases.size > maxEntries) {
      problems.add(`more than ${maxEntries} entries`, { line: number })
      break
    }
    const include = /^[#@]include(dir)?\s+(.+)$/.exec(line)
    const alias = /^(User|Runas|Host|Cmnd|Cmd)_Alias\s+(.+)$/.exec(line)
    const setting = /^Defaults(\s|[@:!>])(.*)$/.exec(line)
    if (include?.[2]) includes.push({ path: plainWord(include[2].trim()), folder: include[1] === 'dir' })
    else if (alias?.[1] && alias[2]) readAliases(alias[1], alias[2], aliases)
    else if (setting) settings.push(...readSettings(setting[1] ?? '', setting[2] ?? '', number))
    else {
      const read = readSpecification(line, number)
      if (read.length === 0) problems.add('a line that is neither a rule, an alias nor a setting', { line: number })
      specifications.push(...read)
    }
  }
  return { specifications, settings, aliases, includes, problems: problems.list }
}

function readAliases(kind: string, text: string, aliases: Map<string, readonly string[]>): void {
  for (const definition of splitOutside(text, /:/)) {
    const match = /^([A-Z][A-Z0-9_]*)\s*=\s*(.*)$/s.exec(definition)
    if (match?.[1]) aliases.set(`${kind === 'Cmd' ? 'Cmnd' : kind}:${match[1]}`, splitOutside(match[2] ?? '', /,/))
  }
}

function readSettings(sign: string, text: string, line: number): SudoSetting[] {
  let binding = ''
  let rest = text
  if (sign.trim() !== '') {
    const bound = /^(\S+)\s*(.*)$/s.exec(text)
    binding = `${sign}${bound?.[1] ?? ''}`
    rest = bound?.[2] ?? ''
  }
  return splitOutside(rest, /,/).flatMap((part) => {
    const match = /^(!?)\s*([a-z_0-9]+)\s*(?:(\+=|-=|=)\s*(.*))?$/is.exec(part)
    if (!match?.[2]) return []
    const [, not, name, operator, value = ''] = match
    const said = operator === undefined ? String(not !== '!') : `${operator === '=' ? '' : operator}${plainWord(value)}`
    return [{ line, binding, name: name as string, value: said }]
  })
}

/** `users hosts = (runas) TAG: command, … : hosts = …`. Tags and runas hold on for the following commands. */
function readSpecification(text: string, line: number): SudoSpecification[] {
  const [first = '', ...more] = splitOutside(text, /:/).reduce<string[]>(joinTags, [])
  // Users are a comma list that may have spaces after commas; the host list follows the first blank that no comma precedes.
  const head = /^((?:[^\s,=\\"]|\\.|"[^"]*")+(?:\s*,\s*(?:[^\s,=\\"]|\\.|"[^"]*")+)*)\s+([^=]+?)\s*=\s*(.*)$/s.exec(
    first,
  )
  if (!head) return []
  const users = splitOutside(head[1] as string, /,/).map(plainWord)
  const parts = [
    [head[2], head[3]],
    ...more.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  ]
  return parts.flatMap(([hosts = '', commands = '']) => readCommands(users, splitOutside(hosts, /,/), commands, line))
}

/** A colon parts specifications only where a host list and `=` follow; after a tag or inside `(user:group)` it belongs to the rule. */
function joinTags(parts: string[], part: string): string[] {
  const previous = parts.at(-1)
  const starts = /^[^=()]+=/.test(part) && previous !== undefined && !/(?:^|[\s,=)])[A-Z_]+$/.test(previous)
  if (previous === undefined || starts) parts.push(part)
  else parts[parts.length - 1] = `${previous}: ${part}`
  return parts
}

function readCommands(
  users: readonly string[],
  hosts: readonly string[],
  text: string,
  line: number,
): SudoSpecification[] {
  let runAsUsers: readonly string[] | undefined
  let runAsGroups: readonly string[] = []
  let noPassword = false
  const specifications: SudoSpecification[] = []
  for (const part of splitCommands(text)) {
    let rest = part
    const runAs = /^\(([^)]*)\)\s*(.*)$/s.exec(rest)
    if (runAs) {
      const [asUsers = '', asGroups = ''] = (runAs[1] ?? '').split(':')
      runAsUsers = splitOutside(asUsers, /,/).map(plainWord)
      runAsGroups = splitOutside(asGroups, /,/).map(plainWord)
      rest = runAs[2] ?? ''
    }
    for (;;) {
      const tag = tagPattern.exec(rest)
      const taken = tag ?? optionPattern.exec(rest)
      if (!taken) break
      if (tag?.[1] === 'NOPASSWD') noPassword = true
      if (tag?.[1] === 'PASSWD') noPassword = false
      rest = rest.slice(taken[0].length)
    }
    specifications.push({
      line,
      users,
      hosts: hosts.map(plainWord),
      runAsUsers,
      runAsGroups,
      command: rest.trim(),
      noPassword,
    })
  }
  return specifications
}

/** Commas inside the parentheses of a runas list part users, not commands. */
function splitCommands(text: string): readonly string[] {
  const parts: string[] = []
  for (const part of splitOutside(text, /,/)) {
    const previous = parts.at(-1)
    if (previous !== undefined && /\([^)]*$/.test(previous)) parts[parts.length - 1] = `${previous},${part}`
    else parts.push(part)
  }
  return parts
}
