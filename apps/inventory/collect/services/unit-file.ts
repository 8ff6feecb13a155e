/** Sections of a systemd unit file: key to values, in order; an empty value clears those before it. */
export type UnitFile = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>

const maxLines = 10_000

/** Reads a unit file; later texts are drop-ins laid over the first. Source: systemd.syntax(7). */
export function readUnitFile(...texts: readonly string[]): UnitFile {
  const sections = new Map<string, Map<string, string[]>>()
  for (const text of texts) {
    let section = ''
    let joined = ''
    for (const raw of text.split('\n', maxLines)) {
      const trimmed = raw.trim()
      if (/^[#;]/.test(trimmed)) continue
      if (trimmed.endsWith('\\')) {
        joined += `${trimmed.slice(0, -1)} `
        continue
      }
      const line = joined + trimmed
      joined = ''
      const header = /^\[(.+)\]$/.exec(line)?.[1]
      const pair = /^([A-Za-z0-9-]+)\s*=\s*(.*)$/s.exec(line)
      if (header !== undefined) section = header
      else if (pair?.[1] !== undefined) {
        const keys = sections.get(section) ?? new Map<string, string[]>()
        sections.set(section, keys)
        const value = pair[2]?.trim() ?? ''
        if (value === '') keys.set(pair[1], [])
        else keys.set(pair[1], [...(keys.get(pair[1]) ?? []), value])
      }
    }
  }
  return sections
}

/** The last value of a key, which is the one that counts for single-valued keys. */
export function unitValue(unit: UnitFile, section: string, key: string): string | undefined {
  return unit.get(section)?.get(key)?.at(-1)
}
