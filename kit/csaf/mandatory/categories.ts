import { asRecord } from '../../reading/index.ts'
import type { CsafTest, Failure } from '../csaf-test.ts'
import { productsOf, productsWith } from '../products-of.ts'
import { type CsafView, type Placed, placed } from '../view.ts'

const profiles: Readonly<Record<string, string>> = {
  csaf_security_incident_response: 'Security Incident Response',
  csaf_informational_advisory: 'Informational Advisory',
  csaf_security_advisory: 'Security Advisory',
  csaf_vex: 'VEX',
}

const informing = ['csaf_informational_advisory', 'csaf_security_incident_response']
const advising = ['csaf_security_advisory', 'csaf_vex']

/** A test of documents of some categories. */
function forCategories(
  id: string,
  categories: readonly string[],
  run: (view: CsafView) => Iterable<Failure>,
): CsafTest {
  return { id, run: (view) => (categories.includes(view.category) ? run(view) : []) }
}

/** A test of each vulnerability in documents of some categories. */
function forVulnerabilities(
  id: string,
  categories: readonly string[],
  message: string,
  good: (vulnerability: Placed['value']) => boolean,
): CsafTest {
  return forCategories(id, categories, ({ vulnerabilities }) =>
    vulnerabilities.filter(({ value }) => !good(value)).map(({ at }) => ({ at, message })),
  )
}

export const categoryTests: readonly CsafTest[] = [
  {
    id: '6.1.26',
    *run({ category }) {
      if (category in profiles) return
      const plain = (name: string) => name.toLowerCase().replace(/[-\s_]/g, '')
      const taken = Object.entries(profiles).flatMap(([id, name]) => [plain(id), plain(id.slice(5)), plain(name)])
      if (taken.includes(plain(category)) || (/^csaf_/i.test(category) && category !== 'csaf_base'))
        yield {
          at: 'document.category',
          message: 'is too like the name of a profile that the document does not follow',
        }
    },
  },
  forCategories('6.1.27.1', informing, function* ({ document }) {
    const kinds = ['description', 'details', 'general', 'summary']
    if (!placed(document.notes, '').some(({ value }) => kinds.includes(String(value.category))))
      yield { at: 'document.notes', message: `has no note of the kind ${kinds.join(', ')}` }
  }),
  forCategories('6.1.27.2', informing, function* ({ document }) {
    if (!placed(document.references, '').some(({ value }) => value.category === 'external'))
      yield { at: 'document.references', message: 'has no reference to something else' }
  }),
  forCategories('6.1.27.3', ['csaf_informational_advisory'], function* ({ root }) {
    if (root.vulnerabilities !== undefined)
      yield { at: 'vulnerabilities', message: 'stands in a document that is about none' }
  }),
  forCategories('6.1.27.4', advising, function* ({ root }) {
    if (root.product_tree === undefined) yield { at: 'product_tree', message: 'is missing' }
  }),
  forVulnerabilities('6.1.27.5', advising, 'has no notes', ({ notes }) => notes !== undefined),
  forVulnerabilities(
    '6.1.27.6',
    ['csaf_security_advisory'],
    'has no product_status',
    (one) => one.product_status !== undefined,
  ),
  forVulnerabilities('6.1.27.7', ['csaf_vex'], 'says of no product whether it is affected', (one) =>
    ['fixed', 'known_affected', 'known_not_affected', 'under_investigation'].some(
      (status) => asRecord(one.product_status)[status] !== undefined,
    ),
  ),
  forVulnerabilities(
    '6.1.27.8',
    ['csaf_vex'],
    'has neither a CVE nor another id',
    ({ cve, ids }) => cve !== undefined || ids !== undefined,
  ),
  forCategories('6.1.27.9', ['csaf_vex'], function* (view) {
    for (const one of view.vulnerabilities) {
      const flags = placed(one.value.flags, '')
      const impacts = placed(one.value.threats, '').filter(({ value }) => value.category === 'impact')
      const told = new Set([...flags, ...impacts].flatMap((item) => productsOf(item, view)))
      for (const { value, at } of productsWith(one, ['known_not_affected']))
        if (!told.has(value)) yield { at, message: `nothing says why ${value.slice(0, 100)} is not affected` }
    }
  }),
  forCategories('6.1.27.10', ['csaf_vex'], function* (view) {
    for (const one of view.vulnerabilities) {
      const told = new Set(placed(one.value.remediations, '').flatMap((item) => productsOf(item, view)))
      for (const { value, at } of productsWith(one, ['known_affected']))
        if (!told.has(value)) yield { at, message: `nothing says what to do about ${value.slice(0, 100)}` }
    }
  }),
  forCategories('6.1.27.11', advising, function* ({ root }) {
    if (root.vulnerabilities === undefined) yield { at: 'vulnerabilities', message: 'is missing' }
  }),
]
