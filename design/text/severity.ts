/** How bad, worst first. */
export const severityOrder = ['critical', 'high', 'medium', 'low', 'info'] as const
export type SeverityName = (typeof severityOrder)[number]

export function severityWord(severity: SeverityName): string {
  return severity.charAt(0).toUpperCase() + severity.slice(1)
}
