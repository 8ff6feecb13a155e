import { type Problem, ProblemList } from '@holdfast/kit/reading'

/** A line of /etc/passwd. Source: passwd(5). */
export interface PasswdEntry {
  readonly name: string
  readonly password: string
  readonly uid: number
  readonly gid: number
  readonly comment: string
  readonly home: string
  readonly shell: string
}

/** A line of /etc/group. Source: group(5). */
export interface GroupEntry {
  readonly name: string
  readonly gid: number
  readonly members: readonly string[]
}

/** A line of /etc/shadow; numbers are days. Source: shadow(5). */
export interface ShadowEntry {
  readonly name: string
  readonly password: string
  readonly changed: number | undefined
  readonly maxDays: number | undefined
  readonly inactiveDays: number | undefined
  readonly expires: number | undefined
}

interface Read<Entry> {
  readonly entries: readonly Entry[]
  readonly problems: readonly Problem[]
}

/** Lines of one file at most. */
const maxLines = 100_000

export function readPasswd(text: string): Read<PasswdEntry> {
  return readLines(text, ([name = '', password = '', uid = '', gid = '', comment = '', home = '', shell], line) => {
    if (name === '' || shell === undefined || !isId(uid) || !isId(gid))
      return `line ${line} is not "name:password:uid:gid:comment:home:shell"`
    return { name, password, uid: Number(uid), gid: Number(gid), comment, home, shell }
  })
}

export function readGroup(text: string): Read<GroupEntry> {
  return readLines(text, ([name = '', , gid = '', members], line) => {
    if (name === '' || members === undefined || !isId(gid)) return `line ${line} is not "name:password:gid:members"`
    return { name, gid: Number(gid), members: members.split(',').filter(Boolean) }
  })
}

export function readShadow(text: string): Read<ShadowEntry> {
  return readLines(text, (fields, line) => {
    const [name = '', password, changed, , maxDays, , inactiveDays, expires] = fields
    if (name === '' || password === undefined) return `line ${line} is not "name:password:days…"`
    const days = (field: string | undefined) => (field && /^\d{1,9}$/.test(field) ? Number(field) : undefined)
    return {
      name,
      password,
      changed: days(changed),
      maxDays: days(maxDays),
      inactiveDays: days(inactiveDays),
      expires: days(expires),
    }
  })
}

/** The message of a refused line never repeats it: it may hold a password hash. */
function readLines<Entry>(
  text: string,
  read: (fields: readonly string[], line: number) => Entry | string,
): Read<Entry> {
  const entries: Entry[] = []
  const problems = new ProblemList()
  for (const [index, line] of text.split('\n', maxLines).entries()) {
    // Lines of NIS ("+", "-") include accounts from elsewhere; they are no local accounts.
    if (line.trim() === '' || line.startsWith('#') || line.startsWith('+') || line.startsWith('-')) continue
    const entry = read(line.split(':'), index + 1)
    if (typeof entry === 'string') problems.add(entry.replace(/^line \d+ is/, 'a line that is'), { line: index + 1 })
    else entries.push(entry)
  }
  return { entries, problems: problems.list }
}

/** Ids are 32 bits wide (`uid_t`). */
function isId(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) <= 4_294_967_295
}
