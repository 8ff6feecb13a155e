/** A line of a crontab. */
export interface CrontabEntry {
  readonly schedule: string
  /** Undefined in the crontab of one user. */
  readonly user: string | undefined
  readonly command: string
}

const maxLines = 10_000

/** Reads a crontab; the system's have a user before the command. Source: crontab(5). */
export function readCrontab(text: string, withUser: boolean): readonly CrontabEntry[] {
  return text.split('\n', maxLines).flatMap((raw): readonly CrontabEntry[] => {
    const line = raw.trim()
    // Lines that assign variables set the environment of the following ones.
    if (line === '' || line.startsWith('#') || /^[A-Za-z_][A-Za-z0-9_]*\s*=/.test(line)) return []
    const match = /^(@[a-z]+|(?:\S+\s+){4}\S+)\s+(.*)$/.exec(line)
    if (!match?.[1] || !match[2]) return []
    const schedule = match[1].replace(/\s+/g, ' ')
    if (!withUser) return [{ schedule, user: undefined, command: match[2] }]
    const rest = /^(\S+)\s+(.*)$/.exec(match[2])
    return rest?.[1] && rest[2] ? [{ schedule, user: rest[1], command: rest[2] }] : []
  })
}

/** Reads /etc/anacrontab: period in days or a name, delay in minutes, job, command. Source: anacrontab(5). */
export function readAnacrontab(text: string): readonly CrontabEntry[] {
  return text.split('\n', maxLines).flatMap((raw) => {
    const match = /^\s*(\d+|@[a-z]+)\s+(\d+)\s+(\S+)\s+(.+)$/.exec(raw)
    return match?.[1] && match[4]
      ? [
          {
            schedule: `every ${match[1]} days`.replace(/^every @(\S+) days$/, '@$1'),
            user: 'root',
            command: match[4].trim(),
          },
        ]
      : []
  })
}
