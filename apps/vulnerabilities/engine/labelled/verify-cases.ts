import { readOsv } from '@holdfast/kit/osv'
import type { Advisory } from '../advisory.ts'
import type { FeedRecord } from '../feed-record.ts'
import { libraryInMemory } from '../library-in-memory.ts'
import { type Matching, matchSoftware } from '../match/match-software.ts'
import { softwareFromPurl } from '../software/from-purl.ts'
import { type Label, type LabelledCase, type LabelledGroup, labelledGroups } from './labelled-case.ts'

/** A case that was answered in another way than its label says. */
export interface WrongCase extends LabelledCase {
  readonly subject: string
  readonly group: string
  readonly answered: Label
}

/** How matching answered the cases of one subject. */
export interface SubjectResult {
  readonly subject: string
  readonly cases: number
  /** Labelled affected, and found. */
  readonly found: number
  /** Labelled otherwise, and found: a finding too many. */
  readonly falsePositives: number
  /** Labelled affected, and not found. */
  readonly falseNegatives: number
  /** Said to be clean where nothing can be said, or the other way round. */
  readonly otherwise: number
}

export interface Verification {
  readonly subjects: readonly SubjectResult[]
  readonly wrong: readonly WrongCase[]
}

/** Matches every labelled case against what its group says, as installed software is matched against feeds. */
export function verifyCases(all: typeof labelledGroups = labelledGroups): Verification {
  const wrong: WrongCase[] = []
  const subjects = all.map(({ subject, groups }) => {
    const answered = groups.flatMap((group) => answersOf(group).map((one) => ({ ...one, subject, group: group.title })))
    wrong.push(...answered.filter(({ expected, answered: label }) => expected !== label))
    const count = (wanted: (one: WrongCase) => boolean) => answered.filter(wanted).length
    return {
      subject,
      cases: answered.length,
      found: count(({ expected, answered: label }) => expected === 'affected' && label === 'affected'),
      falsePositives: count(({ expected, answered: label }) => expected !== 'affected' && label === 'affected'),
      falseNegatives: count(({ expected, answered: label }) => expected === 'affected' && label !== 'affected'),
      otherwise: count(
        ({ expected, answered: label }) => expected !== label && expected !== 'affected' && label !== 'affected',
      ),
    }
  })
  return { subjects, wrong }
}

function answersOf(group: LabelledGroup): readonly (LabelledCase & { readonly answered: Label })[] {
  const library = libraryInMemory({ labelled: recordsOf(group) })
  return group.cases.map((one) => {
    const software = softwareFromPurl(one.software)
    if (software === undefined) throw new Error(`${one.software} is no package URL`)
    return { ...one, answered: labelOf(matchSoftware({ ...software, ...one.more }, library), one.check) }
  })
}

function labelOf({ matches, notAssessed }: Matching, check: string): Label {
  if (matches.some((match) => match.check === check)) return 'affected'
  return notAssessed.some((one) => one.check === undefined || one.check === check) ? 'not-assessed' : 'not-affected'
}

function* recordsOf({ covers, advisories, entries = {} }: LabelledGroup): Generator<FeedRecord> {
  for (const ecosystem of covers) yield { kind: 'coverage', ecosystem }
  for (const record of advisories) {
    const reading = readOsv({ modified: '2024-01-01T00:00:00Z', ...record })
    if (!reading.ok || reading.problems.length > 0)
      throw new Error(`${record.id} is no record of OSV: ${JSON.stringify(reading.problems)}`)
    const [first, ...rest] = reading.advisory.affected
    const more = entries[record.id]
    const affected =
      first === undefined || more === undefined ? reading.advisory.affected : [{ ...first, ...more }, ...rest]
    const advisory: Advisory = { ...reading.advisory, affected, cwes: [] }
    yield { kind: 'advisory', advisory }
  }
}
