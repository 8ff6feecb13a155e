import { asRecord, asText } from '../../reading/index.ts'
import type { CsafTest, Failure } from '../csaf-test.ts'
import { fileHashes, productReferences, productsOf, productsWith, statusGroups } from '../products-of.ts'
import { cvssOf, metricOf } from '../score-checks.ts'
import { type CsafView, placed, placedTexts, within } from '../view.ts'

const affected = statusGroups.affected ?? []
const uncertain = [...affected, 'under_investigation']

function weakHash(id: string, algorithm: string): CsafTest {
  return {
    id,
    *run(view): Iterable<Failure> {
      for (const { value, at } of fileHashes(view)) {
        const used = placed(value.file_hashes, '').map((one) => asText(one.value.algorithm)?.toLowerCase())
        if (used.length > 0 && used.every((one) => one === algorithm))
          yield { at: `${at}.file_hashes`, message: `the file is told by ${algorithm} alone` }
      }
    },
  }
}

export const optionalProductTests: readonly CsafTest[] = [
  {
    id: '6.2.1',
    *run(view) {
      if (view.category === 'csaf_informational_advisory') return
      const used = new Set([...productReferences(view)].map(({ value }) => value))
      for (const { value, at } of view.products)
        if (!used.has(asText(value.product_id) ?? '')) yield { at, message: 'the product is defined and never named' }
    },
  },
  {
    id: '6.2.2',
    *run(view) {
      yield* untold(view, 'remediations', uncertain, 'has no remediation')
    },
  },
  {
    id: '6.2.3',
    *run(view) {
      yield* untold(view, 'scores', affected, 'has no score')
    },
  },
  weakHash('6.2.8', 'md5'),
  weakHash('6.2.9', 'sha1'),
  {
    id: '6.2.16',
    *run({ products }) {
      for (const { value, at } of products)
        if (value.product_identification_helper === undefined)
          yield { at, message: 'nothing tells machines which product it is' }
    },
  },
  {
    id: '6.2.18',
    *run({ branches }) {
      for (const { value, at } of branches)
        if (
          value.category === 'product_version_range' &&
          !/^vers:[a-z.\-+][a-z0-9.\-+]*\/.+/.test(asText(value.name) ?? '')
        )
          yield { at: `${at}.name`, message: 'is no range in the form of vers' }
    },
  },
  {
    id: '6.2.19',
    *run(view) {
      for (const vulnerability of view.vulnerabilities) {
        const fixed = new Set(productsWith(vulnerability, statusGroups.fixed ?? []).map(({ value }) => value))
        const scored = new Map(
          within([vulnerability], 'scores').map(({ value, at }) => [
            at,
            placedTexts(value.products, '').map((one) => one.value),
          ]),
        )
        for (const cvss of cvssOf({ ...view, vulnerabilities: [vulnerability] })) {
          // Places are those of the list that was given, which here holds this vulnerability alone.
          const products = scored.get(cvss.at.slice(0, cvss.at.lastIndexOf('.'))) ?? []
          if (products.some((product) => fixed.has(product)) && !saysNothingIsLeft(cvss))
            yield { at: cvss.at, message: 'scores a product that is fixed as if it was not' }
        }
      }
    },
  },
]

function saysNothingIsLeft(cvss: ReturnType<typeof cvssOf>[number]): boolean {
  if (cvss.value.environmentalScore === 0 || cvss.value.baseScore === 0) return true
  if (cvss.member === 'cvss_v2') return metricOf(cvss, 'TD') === 'N'
  return ['MC', 'MI', 'MA'].every((metric) => metricOf(cvss, metric) === 'N')
}

function* untold(view: CsafView, list: string, statuses: readonly string[], message: string): Generator<Failure> {
  for (const one of view.vulnerabilities) {
    const told = new Set(placed(asRecord(one.value)[list], '').flatMap((item) => productsOf(item, view)))
    for (const { value, at } of productsWith(one, statuses))
      if (!told.has(value)) yield { at, message: `the product ${value.slice(0, 100)} ${message}` }
  }
}
