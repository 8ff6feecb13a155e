import type { Verdict } from '@holdfast/platform/contract'
import { severities } from '@holdfast/platform/contract'
import type { Match } from '../match/match-software.ts'
import type { SeenSoftware } from '../software/from-facts.ts'
import { checkIdOf } from './check-id.ts'

/** One software of the asset, and one match of it. */
export interface Hit {
  readonly seen: SeenSoftware
  readonly match: Match
}

const mostLines = 60

/** All hits of one check at one place, as one verdict. The hits are in an order that does not depend on how they were stored. */
export function affected(place: string, hits: readonly Hit[]): Verdict {
  const [{ match }] = hits as readonly [Hit, ...Hit[]]
  const severity = severities.find((one) => hits.some((hit) => hit.match.severity === one)) ?? match.severity
  const installed = distinct(hits.map((hit) => hit.match.installed))
  const fixed = match.fixed.at(-1)
  const idle = hits.every((hit) => hit.match.inUse === false)
  return {
    check: checkIdOf(match.check),
    place,
    outcome: 'fail',
    severity,
    because: {
      summary: `${match.name} ${installed.slice(0, 5).join(', ')} is installed${idle ? ' and is not the kernel that runs' : ''}; ${fixWords(match)}`,
      ...(fixed !== undefined && { expected: fixed }),
      actual: installed.slice(0, 20).join(', '),
      lines: distinct([
        ...hits.map(({ seen: { software, path } }) =>
          [software.name, software.version, path && `in ${path}`].filter(Boolean).join(' '),
        ),
        match.because,
        `Matched by ${matchWords[match.matchType]}, confidence ${match.confidence} of 100.`,
        ...match.statements.map(({ feed, advisory, words }) => `${advisory} (${feed}): ${words}`),
      ]).slice(0, mostLines),
      facts: hits.slice(0, 50).map(({ seen }) => seen.seen),
    },
    ...(match.fix !== undefined && { fix: match.fix }),
  }
}

const matchWords: Readonly<Record<Match['matchType'], string>> = {
  'exact-direct': 'the name and version of the package',
  'exact-indirect': 'the source package that it was built from',
  cpe: 'the name of a product only',
}

function fixWords({ fixed, unfixed, fix }: Match): string {
  if (fixed.length === 0 && unfixed === undefined && fix !== undefined) return 'no update that fixes it is installed'
  if (fixed.length > 1) return `publishers say it is fixed in ${fixed.join(' or ')}`
  if (fixed.length === 1) return `it is fixed in ${fixed[0]}`
  if (unfixed === 'wont-fix') return 'its publisher will not fix it'
  if (unfixed === 'end-of-life') return 'it is no longer supported, and will not be fixed'
  if (unfixed === 'deferred') return 'its publisher put the fix off'
  return 'no fixed version is known yet'
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
