import { type AssetContext, assetScoreModel, classOf, classTerm, scoreClasses } from '../score/asset-score.ts'
import type { FixAction, RiskFinding } from './cover-problem.ts'

export interface AssetFinding extends RiskFinding {
  /** Id of the asset that it is on. `risk` is the score of the vulnerability by itself. */
  readonly asset: string
}

const classes = scoreClasses.length

/** The scores of all assets while actions come and go. */
export class AssetRisk {
  /** Sum of the scores of all assets, not rounded. */
  total = 0
  readonly chosen = new Set<number>()
  /** Findings, by index, that each action ends. */
  readonly ends: readonly Int32Array[]
  /** The cell (asset × class) of each finding; −1 for one that scores 0. */
  readonly cells: Int32Array
  readonly #risks: Float64Array
  readonly #times: Int32Array
  readonly #sums: Float64Array
  readonly #counts: Int32Array
  readonly #factors: Float64Array
  readonly #scores: Float64Array

  constructor(
    findings: readonly AssetFinding[],
    actions: readonly FixAction[],
    contexts: ReadonlyMap<string, AssetContext>,
  ) {
    const assets = new Map<string, number>()
    for (const { asset } of findings) if (!assets.has(asset)) assets.set(asset, assets.size)
    const indexOf = new Map(findings.map(({ id }, index) => [id, index]))
    this.ends = actions.map(({ ends }) => Int32Array.from(new Set(ends.flatMap((id) => indexOf.get(id) ?? []))))
    this.cells = Int32Array.from(findings, ({ asset, risk }) => {
      const name = classOf(risk)
      return name === undefined ? -1 : (assets.get(asset) ?? 0) * classes + scoreClasses.indexOf(name)
    })
    this.#risks = Float64Array.from(findings, ({ risk }) => risk)
    this.#times = new Int32Array(findings.length)
    this.#sums = new Float64Array(assets.size * classes)
    this.#counts = new Int32Array(assets.size * classes)
    this.#factors = Float64Array.from(assets.keys(), (asset) => {
      const { criticality, exposed = false } = contexts.get(asset) ?? { criticality: 2 }
      return criticality * (exposed ? assetScoreModel.exposedFactor : 1)
    })
    this.#scores = new Float64Array(assets.size)
    this.cells.forEach((cell, finding) => {
      if (cell >= 0) this.#move(cell, this.#risks[finding] as number, 1)
    })
    for (let asset = 0; asset < assets.size; asset++) this.#rescore(asset)
  }

  add(action: number): void {
    this.chosen.add(action)
    this.#apply(action, 1)
  }

  remove(action: number): void {
    this.chosen.delete(action)
    this.#apply(action, -1)
  }

  /** How much the total falls when the action comes besides; negative when it rises. */
  fall(action: number): number {
    const before = this.total
    this.#apply(action, 1)
    const fall = before - this.total
    this.#apply(action, -1)
    this.total = before
    return fall
  }

  /** What the class of a cell adds to its asset now, before anything is cut off. */
  term(cell: number): number {
    const name = scoreClasses[cell % classes] ?? 'low'
    const factor = this.#factors[Math.floor(cell / classes)] as number
    return factor * classTerm(name, this.#sums[cell] as number, this.#counts[cell] as number)
  }

  /** The least that the class can add when some findings, by index, stay whatever is done and the others may go or not. */
  leastTerm(cell: number, staying: readonly number[], others: readonly number[]): number {
    if (staying.length === 0) return 0
    const risk = (finding: number) => this.#risks[finding] as number
    let sum = staying.reduce((total, finding) => total + risk(finding), 0)
    let count = staying.length
    for (const low of others.map(risk).sort((a, b) => a - b)) {
      if (low >= sum / count) break
      sum += low
      count++
    }
    const name = scoreClasses[cell % classes] ?? 'low'
    const factor = this.#factors[Math.floor(cell / classes)] as number
    // The mean of more, the number of those that stay: below both.
    return factor * classTerm(name, (sum / count) * staying.length, staying.length)
  }

  #apply(action: number, change: 1 | -1): void {
    const touched = new Set<number>()
    for (const finding of this.ends[action] as Int32Array) {
      const before = this.#times[finding] as number
      this.#times[finding] = before + change
      const cell = this.cells[finding] as number
      if (cell < 0 || (change === 1 ? before > 0 : before > 1)) continue
      this.#move(cell, this.#risks[finding] as number, change === 1 ? -1 : 1)
      touched.add(Math.floor(cell / classes))
    }
    for (const asset of touched) this.#rescore(asset)
  }

  #move(cell: number, risk: number, change: 1 | -1): void {
    this.#sums[cell] = (this.#sums[cell] as number) + change * risk
    this.#counts[cell] = (this.#counts[cell] as number) + change
  }

  #rescore(asset: number): void {
    let score = 0
    for (let offset = 0; offset < classes; offset++) score += this.term(asset * classes + offset)
    const cut = Math.min(score, assetScoreModel.scale)
    this.total += cut - (this.#scores[asset] as number)
    this.#scores[asset] = cut
  }
}
