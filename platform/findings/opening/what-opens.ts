import type { ReadyJudge } from '../../content/index.ts'
import type { Verdict } from '../../contract/index.ts'
import type { AssetToJudge, Knowledge } from '../judging/judge-asset.ts'
import { cleanVerdicts } from '../record/clean-verdicts.ts'

/**
 * What a judge finds on an asset by its content of now that it did not find by its content of before: only of checks that feeds bring, each at its place.
 */
export function whatOpens(
  judge: { readonly before: ReadyJudge; readonly after: ReadyJudge },
  asset: Pick<AssetToJudge, 'kind' | 'name'>,
  known: Knowledge,
  now: string,
): readonly Verdict[] {
  const listed = new Set<string>(judge.after.judge.checks)
  const failing = ({ judge: mine, checks, content }: ReadyJudge) =>
    cleanVerdicts(mine.judge({ asset, ...known, checks, content, now })).filter(
      ({ check, outcome }) => outcome === 'fail' && !listed.has(check),
    )
  const key = ({ check, place }: Verdict) => `${check} ${place}`
  const before = new Set(failing(judge.before).map(key))
  return failing(judge.after).filter((verdict) => !before.has(key(verdict)))
}
