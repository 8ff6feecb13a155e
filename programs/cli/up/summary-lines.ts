import { visible } from '@holdfast/kit/tabular'
import type { Look } from './first-look.ts'
import attributes from './summary-attributes.json' with { type: 'json' }

const severities = ['critical', 'high', 'medium', 'low', 'info'] as const

/** What was found on a host, for people: "vm: Debian GNU/Linux 12, 859 packages", then the findings by severity. */
export function summaryLines(look: Look): string[] {
  const parts = attributes.flatMap(({ attribute, words }) => {
    const value = look.attributes[attribute]
    return value === undefined || value === null ? [] : [words.replace('{value}', () => visible(String(value)))]
  })
  const total = severities.reduce((sum, severity) => sum + look.findings[severity], 0)
  const counts = severities
    .filter((severity) => look.findings[severity] > 0)
    .map((each) => `${look.findings[each]} ${each}`)
  const findings = total === 0 ? 'No findings' : `${total} finding${total === 1 ? '' : 's'}: ${counts.join(', ')}`
  const unknown = look.notAssessed === 0 ? '' : `; ${look.notAssessed} not assessed`
  return [`${visible(look.name)}: ${parts.join(', ')}`, `${findings}${unknown}`]
}
