import { formatCount } from '@holdfast/design'

/** An upgrade of one package, as `GET /vulnerabilities/fix-first` tells it. */
export interface FirstFix {
  readonly package: string
  readonly words: readonly string[]
  readonly findings: number
  readonly assets: number
  readonly removes: number
}

export interface FixFirst {
  readonly actions: readonly FirstFix[]
  readonly findings: { readonly open: number; readonly fixable: number; readonly ended: number }
  readonly assets: number
  readonly risk: { readonly before: number; readonly after: number }
  readonly assetScores: { readonly before: number; readonly after: number }
  readonly sentence: string
}

/** `These 2 upgrades end 30 of 41 open vulnerabilities on 7 assets: 82 % of the risk, …` */
export function fixFirstWords({ actions, findings, assets, risk, assetScores }: FixFirst): string {
  const upgrades = actions.length === 1 ? 'This upgrade ends' : `These ${actions.length} upgrades end`
  const where = assets === 1 ? 'one asset' : `${formatCount(assets)} assets`
  const share = risk.before === 0 ? 0 : Math.floor((100 * (risk.before - risk.after)) / risk.before)
  const rounded = (value: number) => formatCount(Math.round(value))
  return (
    `${upgrades} ${formatCount(findings.ended)} of ${formatCount(findings.open)} open vulnerabilities on ${where}: ` +
    `${share} % of the risk. Risk scores of assets go from ${rounded(assetScores.before)} to ${rounded(assetScores.after)} together.`
  )
}
