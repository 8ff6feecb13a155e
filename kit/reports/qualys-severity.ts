const words: Readonly<Record<string, string>> = { 1: 'info', 2: 'low', 3: 'medium', 4: 'high', 5: 'critical' }

/** The word for a level of Qualys from 1 (minimal) to 5 (urgent). Source: Qualys, "Severity Levels". */
export function qualysSeverity(level: string | undefined): string | undefined {
  return level === undefined ? undefined : words[level.trim()]
}
