import { asText } from '../../reading/index.ts'
import type { CsafTest, Failure } from '../csaf-test.ts'
import { fileHashes } from '../products-of.ts'
import { cvssOf } from '../score-checks.ts'
import { type CsafView, placed, within } from '../view.ts'

/** Tests 6.3.6 and 6.3.7 ask the network and 6.3.8 a dictionary: they are not made. */
export const informativeTests: readonly CsafTest[] = [
  {
    id: '6.3.1',
    *run({ vulnerabilities }) {
      for (const { value, at } of within(vulnerabilities, 'scores'))
        if (value.cvss_v2 !== undefined && value.cvss_v3 === undefined)
          yield { at, message: 'scores by version 2 alone' }
    },
  },
  {
    id: '6.3.2',
    *run(view) {
      for (const { value, at } of cvssOf(view))
        if (value.version === '3.0') yield { at: `${at}.version`, message: 'is 3.0, which 3.1 replaces' }
    },
  },
  missing('6.3.3', 'cve'),
  missing('6.3.4', 'cwe'),
  {
    id: '6.3.5',
    *run(view) {
      for (const hash of fileHashes(view))
        for (const { value, at } of placed(hash.value.file_hashes, `${hash.at}.file_hashes`))
          if ((asText(value.value) ?? '').length < 64) yield { at: `${at}.value`, message: 'is shorter than 64 digits' }
    },
  },
  {
    id: '6.3.9',
    *run({ branches }) {
      for (const { value, at, above } of branches) {
        if (value.product === undefined) continue
        const wanted = ['vendor', 'product_name', 'product_version']
        const way = [...above, value]
          .map(({ category }) => String(category))
          .filter((category) => wanted.includes(category))
        if (way.join() !== wanted.join())
          yield { at, message: 'the way to the product is not by vendor, name and version' }
      }
    },
  },
  {
    id: '6.3.10',
    *run({ branches }) {
      for (const { value, at } of branches)
        if (value.category === 'product_version_range')
          yield { at, message: 'names a range, which only some can compare' }
    },
  },
  {
    id: '6.3.11',
    *run({ branches }) {
      for (const { value, at } of branches)
        if (value.category === 'product_version' && /^v\d/i.test(asText(value.name) ?? ''))
          yield { at: `${at}.name`, message: 'begins with a letter for "version"' }
    },
  },
]

function missing(id: string, name: 'cve' | 'cwe'): CsafTest {
  return {
    id,
    *run({ vulnerabilities }: CsafView): Iterable<Failure> {
      for (const { value, at } of vulnerabilities)
        if (value[name] === undefined) yield { at, message: `has no ${name}` }
    },
  }
}
