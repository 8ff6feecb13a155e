import { parseCvss } from '@holdfast/kit/cvss'
import type { OsvSeverity } from '@holdfast/kit/osv'
import { asList, asRecord, asText } from '@holdfast/kit/reading'
import type { PlacedProblems } from '../packages/placed-problems.ts'
import { type CsafProduct, productIds } from './product-tree.ts'

export interface ProductScores {
  /** Where all products have the same. */
  readonly common: readonly OsvSeverity[]
  readonly byProduct: ReadonlyMap<string, readonly OsvSeverity[]>
}

const kinds = [
  ['cvss_v2', 'CVSS_V2'],
  ['cvss_v3', 'CVSS_V3'],
  ['cvss_v4', 'CVSS_V4'],
] as const

/** Source: CSAF 2.0, 3.2.3.13; a product has one score of each version (6.1.7). */
export function readScores(
  value: unknown,
  at: string,
  products: ReadonlyMap<string, CsafProduct>,
  problems: PlacedProblems,
): ProductScores {
  const byProduct = new Map<string, OsvSeverity[]>()
  const different = new Set<string>()
  let all: readonly OsvSeverity[] = []
  for (const [index, one] of asList(value).entries()) {
    const place = `${at}[${index}]`
    const score = asRecord(one)
    const severity: OsvSeverity[] = []
    for (const [name, type] of kinds) {
      if (score[name] === undefined) continue
      const vector = asText(asRecord(score[name]).vectorString)
      if (vector === undefined || !parseCvss(vector).ok)
        problems.add(`${place}.${name}`, 'has no vector that can be read')
      else severity.push({ type, score: vector })
    }
    const ids = productIds(score.products, `${place}.products`, products, problems)
    for (const id of ids) {
      const known = byProduct.get(id) ?? []
      byProduct.set(id, known)
      for (const each of severity) {
        if (known.some(({ type }) => type === each.type))
          problems.add(place, `a second ${each.type} for ${id.slice(0, 100)}`)
        else known.push(each)
      }
    }
  }
  for (const severity of byProduct.values()) {
    different.add(JSON.stringify(severity))
    all = severity
  }
  return { common: different.size === 1 ? all : [], byProduct }
}
