import whole from '../../content/whole-feeds.json' with { type: 'json' }
import type { StagedRecords } from './staged-records.ts'

const fewest: Readonly<Record<string, number>> = whole.fewest

/**
 * A reader sees one file and takes its publisher at its word. Of all that was taken of a feed one can tell whether it is there as a whole: a part of it
 * speaks for no ecosystem, so that what it does not name is not assessed, and not clean.
 */
export function believeCoverage(feed: string, records: StagedRecords): void {
  const least = fewest[feed] ?? whole.usual
  const there = records.advisoryCount
  if (records.covered.size === 0 || there >= least) return
  records.covered.clear()
  const message = `${there} advisories are a part of it, which has ${least} at the least: what it does not name is not assessed`
  records.add({ kind: 'problem', at: feed, message })
}
