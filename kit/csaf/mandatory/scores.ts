import { asRecord, asText } from '../../reading/index.ts'
import type { CsafTest } from '../csaf-test.ts'
import { repeated } from '../repeated.ts'
import { computationFailures, cvssOf, schemaFailures, vectorFailures } from '../score-checks.ts'
import { placed, placedTexts } from '../view.ts'

export const scoreTests: readonly CsafTest[] = [
  {
    id: '6.1.7',
    *run({ vulnerabilities }) {
      for (const { value, at } of vulnerabilities) {
        const scored = placed(value.scores, `${at}.scores`).flatMap((score) =>
          placedTexts(score.value.products, `${score.at}.products`).flatMap((product) =>
            ['cvss_v2', 'cvss_v3'].flatMap((member) => {
              const cvss = score.value[member]
              const version = asText(asRecord(cvss).version) ?? member
              return cvss === undefined ? [] : [{ ...product, value: `${product.value}\n${version}` }]
            }),
          ),
        )
        for (const { at: place } of repeated(scored, (key) => key))
          yield { at: place, message: 'the product has a second score of the same version' }
      }
    },
  },
  { id: '6.1.8', run: (view) => cvssOf(view).flatMap((one) => [...schemaFailures(one)]) },
  { id: '6.1.9', run: (view) => cvssOf(view).flatMap((one) => [...computationFailures(one)]) },
  { id: '6.1.10', run: (view) => cvssOf(view).flatMap((one) => [...vectorFailures(one)]) },
  {
    id: '6.1.11',
    *run({ vulnerabilities }, { weaknessName }) {
      for (const { value, at } of vulnerabilities) {
        if (value.cwe === undefined) continue
        const { id, name } = asRecord(value.cwe)
        if (typeof id !== 'string' || !/^CWE-[1-9]\d{0,5}$/.test(id))
          yield { at: `${at}.cwe.id`, message: 'is no id of a weakness' }
        else if (weaknessName !== undefined) {
          const known = weaknessName(id)
          if (known === undefined) yield { at: `${at}.cwe.id`, message: `${id} is not known` }
          else if (known !== name) yield { at: `${at}.cwe.name`, message: `is not the name of ${id}: "${known}"` }
        }
      }
    },
  },
  {
    id: '6.1.23',
    *run({ vulnerabilities }) {
      for (const { at } of repeated(vulnerabilities, ({ cve }) => asText(cve)))
        yield { at: `${at}.cve`, message: 'another vulnerability has the same CVE' }
    },
  },
  {
    id: '6.1.24',
    *run({ vulnerabilities }) {
      for (const { value, at } of vulnerabilities)
        for (const twice of repeated(
          placed(value.involvements, `${at}.involvements`),
          ({ party, date }) => `${party}\n${date}`,
        ))
          yield { at: twice.at, message: 'another involvement has the same party and date' }
    },
  },
]
