import type { SeverityName, Tone } from '@holdfast/design'
import type { Asset, FindingRow } from './asset.ts'

export interface Verdict {
  readonly tone: Tone
  /** What is so. */
  readonly lead: string
  /** What follows from it. */
  readonly rest: string
}

const dayMs = 86_400_000
const worstFirst: readonly SeverityName[] = ['critical', 'high', 'medium', 'low', 'info']

/** An asset in one sentence: how bad it is, by the worst that is open; or that nobody knows. */
export function verdictOf(
  asset: Pick<Asset, 'findings' | 'lastSeenAt'>,
  /** Open findings, worst first. */
  open: readonly FindingRow[],
  notAssessed: number,
  now: number,
): Verdict {
  const unknown =
    notAssessed > 0
      ? `${plural(notAssessed, 'check')} could not be answered: ${notAssessed === 1 ? 'that is' : 'those are'} not clean.`
      : ''
  if (asset.findings === null) {
    return {
      tone: 'neutral',
      lead: 'Nothing has been judged here yet.',
      rest: 'It is judged a few seconds after its first facts have come.',
    }
  }
  const silent = now - Date.parse(asset.lastSeenAt)
  const stale = silent > 7 * dayMs ? 'No source has told of it for more than a week, so this may be out of date.' : ''
  const severity = worstFirst.find((name) => (asset.findings?.[name] ?? 0) > 0)
  if (severity === undefined) {
    return {
      tone: notAssessed > 0 || stale ? 'neutral' : 'ok',
      lead: notAssessed > 0 ? 'Nothing open in what could be checked.' : 'Everything that was checked holds.',
      rest: stale || unknown,
    }
  }
  return { tone: severity, lead: leadOf(asset.findings, open), rest: stale || unknown }
}

function leadOf(counts: NonNullable<Asset['findings']>, rows: readonly FindingRow[]): string {
  const open = worstFirst.reduce((sum, name) => sum + counts[name], 0)
  const [worst] = rows
  if (worst === undefined) return `${plural(open, 'finding')} ${open === 1 ? 'is' : 'are'} open.`
  // Rows beyond the hundred that came along may be of the same check as well.
  const same = rows.length < open ? 1 : rows.filter(({ check }) => check === worst.check).length
  const first =
    same > 1 ? `“${worst.title}” does not hold in ${same} places` : worst.summary || `“${worst.title}” does not hold`
  const others = open - same
  if (others <= 0) return `${capital(first)}.`
  return `${capital(first)}, and ${plural(others, 'more finding')} ${others === 1 ? 'is' : 'are'} open.`
}

function capital(text: string): string {
  return /^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

function plural(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`
}
