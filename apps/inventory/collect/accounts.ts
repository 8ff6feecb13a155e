import type { Collector, ObservedProblem } from '@holdfast/platform/contract'
import { accountFact, groupFact } from '../facts/index.ts'
import { passwordState } from './accounts/password-state.ts'
import { privilegeReasons } from './accounts/privilege-reasons.ts'
import { type GroupEntry, readGroup, readPasswd, readShadow } from './accounts/read-passwd.ts'
import { readTexts } from './look/read-text.ts'
import { ScopeReport } from './report/scope-report.ts'
import { collectSudoers } from './sudo/collect-sudoers.ts'

const files = { passwd: '/etc/passwd', shadow: '/etc/shadow', group: '/etc/group' } as const
/** Shells that let nobody work, by the last part of their path. */
const closedShells = new Set(['nologin', 'false', 'true', 'sync', 'halt', 'shutdown', 'reboot'])

export const accounts: Collector = {
  id: 'inventory.accounts',
  version: 2,
  summary:
    'Local accounts and groups, from /etc/passwd, /etc/shadow, /etc/group and sudoers. Password hashes are looked at and not kept.',
  facts: [accountFact.name, groupFact.name],
  requires: ['files'],
  trigger: { paths: [...Object.values(files), '/etc/sudoers', '/etc/sudoers.d'] },
  everySeconds: 3600,
  async *collect(world) {
    const accountReport = new ScopeReport(accountFact, 'local')
    const groupReport = new ScopeReport(groupFact, 'local')
    const texts = await readTexts(world, Object.values(files))
    const text = (path: string, tell: (reason: ObservedProblem['reason'], detail: string) => void) => {
      const seen = texts.get(path)
      if (seen?.ok) return seen.text
      tell(seen?.reason ?? 'failed', `${path} could not be read`)
      return undefined
    }
    // Who there is says passwd alone, to everybody; the other files add what is known of them.
    const passwdText = text(files.passwd, (reason, detail) => {
      accountReport.problem(reason, detail)
      groupReport.fieldProblem(reason, detail)
    })
    const passwd = readPasswd(passwdText ?? '')
    const groupText = text(files.group, (reason, detail) => {
      accountReport.fieldProblem(reason, detail)
      groupReport.problem(reason, detail)
    })
    const group = readGroup(groupText ?? '')
    const shadowText = text(files.shadow, (reason, detail) => accountReport.fieldProblem(reason, detail))
    const shadow = readShadow(shadowText ?? '')
    accountReport.malformed(files.passwd, passwd.problems)
    accountReport.malformed(files.shadow, shadow.problems, 'fields')
    groupReport.malformed(files.group, group.problems)
    const sudoers = await collectSudoers(world)
    if (sudoers && sudoers.unseen.length > 0)
      accountReport.fieldProblem(
        sudoers.unseen[0]?.reason ?? 'failed',
        'sudoers could not be read: who may become root is not known',
      )

    const allSecrets = shadowText !== undefined && shadow.problems.length === 0
    const secrets = new Map(shadow.entries.map((entry) => [entry.name, entry]))
    const primaryMembers = Map.groupBy(passwd.entries, ({ gid }) => gid)
    for (const { name, uid, gid, comment, home, shell, password } of passwd.entries) {
      const groups = groupsOf(name, gid, group.entries)
      const secret = secrets.get(name)
      // Only "x" sends to the shadow file; anything else in passwd is the password field itself.
      const field = password === 'x' ? secret?.password : password
      const state = field === undefined ? ({ state: allSecrets ? 'none' : 'unknown' } as const) : passwordState(field)
      accountReport.add({
        name,
        uid,
        gid,
        fullName: comment.split(',')[0] || undefined,
        home,
        shell,
        interactive: !closedShells.has(shell.slice(shell.lastIndexOf('/') + 1)),
        groups,
        privileged: privilegeReasons({ name, uid, groups }, sudoers?.rules ?? []),
        password: state.state,
        passwordScheme: 'scheme' in state ? state.scheme : undefined,
        passwordChanged: dayOf(secret?.changed),
        passwordMaxDays: secret?.maxDays,
        passwordInactiveDays: secret?.inactiveDays,
        expires: dayOf(secret?.expires),
      })
    }
    for (const { name, gid, members } of group.entries) {
      const primary = (primaryMembers.get(gid) ?? []).map((entry) => entry.name)
      groupReport.add({ name, gid, members: [...new Set([...members, ...primary])].sort() })
    }
    yield* accountReport.observed()
    yield* groupReport.observed()
  },
}

function groupsOf(name: string, gid: number, groups: readonly GroupEntry[]): string[] {
  const primary = groups.find((group) => group.gid === gid)?.name ?? String(gid)
  const others = groups.filter((group) => group.gid !== gid && group.members.includes(name)).map((group) => group.name)
  return [primary, ...others.sort()]
}

/** Days since 1970 as a date; 0 means "must be changed" and is no date. */
function dayOf(days: number | undefined): string | undefined {
  if (days === undefined || days === 0 || days > 2_900_000) return undefined
  return new Date(days * 86_400_000).toISOString().slice(0, 10)
}
