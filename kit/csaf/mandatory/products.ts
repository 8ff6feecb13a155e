import { parsePurl } from '../../purl/index.ts'
import { asRecord, asText } from '../../reading/index.ts'
import type { CsafTest } from '../csaf-test.ts'
import {
  fileHashes,
  groupReferences,
  productReferences,
  productsOf,
  productsWith,
  statusGroups,
} from '../products-of.ts'
import { repeated } from '../repeated.ts'
import { type Placed, placed, within } from '../view.ts'

/** Words that make the name of a version one of a range. Source: CSAF 2.0, 6.1.31. */
const rangeWords = /[<>]|(?:^|\s)(?:after|all|before|earlier|later|prior|versions)(?=$|\s)/i

export const productTests: readonly CsafTest[] = [
  {
    id: '6.1.1',
    *run(view) {
      const defined = new Set(view.products.map(({ value }) => value.product_id))
      for (const { value, at } of productReferences(view))
        if (!defined.has(value)) yield { at, message: `the product ${value.slice(0, 100)} is not defined` }
    },
  },
  {
    id: '6.1.2',
    *run({ products }) {
      for (const { value, at } of repeated(products, (one) => asText(one.product_id)))
        yield { at, message: `the product ${asText(value.product_id)?.slice(0, 100)} is defined twice` }
    },
  },
  {
    id: '6.1.3',
    *run({ relationships }) {
      const parts = new Map<string, readonly string[]>()
      for (const { value } of relationships) {
        const id = asText(asRecord(value.full_product_name).product_id)
        const of = [asText(value.product_reference), asText(value.relates_to_product_reference)]
        if (id !== undefined)
          parts.set(
            id,
            of.filter((one) => one !== undefined),
          )
      }
      for (const { value, at } of relationships) {
        const id = asText(asRecord(value.full_product_name).product_id)
        if (id !== undefined && reaches(parts, id))
          yield { at, message: `the product ${id.slice(0, 100)} is a part of itself` }
      }
    },
  },
  {
    id: '6.1.4',
    *run(view) {
      const defined = new Set(view.groups.map(({ value }) => value.group_id))
      for (const { value, at } of groupReferences(view))
        if (!defined.has(value)) yield { at, message: `the group ${value.slice(0, 100)} is not defined` }
    },
  },
  {
    id: '6.1.5',
    *run({ groups }) {
      for (const { at } of repeated(groups, (one) => asText(one.group_id)))
        yield { at, message: 'the group is defined twice' }
    },
  },
  {
    id: '6.1.6',
    *run({ vulnerabilities }) {
      for (const vulnerability of vulnerabilities) {
        const told = new Map<string, string>()
        for (const [name, statuses] of Object.entries(statusGroups))
          for (const { value, at } of productsWith(vulnerability, statuses)) {
            const before = told.get(value)
            if (before !== undefined && before !== name)
              yield { at, message: `the product ${value.slice(0, 100)} is ${before} and ${name}` }
            told.set(value, name)
          }
      }
    },
  },
  {
    id: '6.1.13',
    *run({ products }) {
      for (const { value, at } of products) {
        const { purl } = asRecord(value.product_identification_helper)
        if (typeof purl === 'string' && !parsePurl(purl).ok)
          yield { at: `${at}.product_identification_helper.purl`, message: 'is no package URL' }
      }
    },
  },
  {
    id: '6.1.25',
    *run(view) {
      for (const hash of fileHashes(view))
        for (const { at } of repeated(placed(hash.value.file_hashes, `${hash.at}.file_hashes`), (one) =>
          asText(one.algorithm),
        ))
          yield { at, message: 'a second hash by the same algorithm' }
    },
  },
  {
    id: '6.1.29',
    *run({ vulnerabilities }) {
      yield* withoutProducts(within(vulnerabilities, 'remediations'))
    },
  },
  {
    id: '6.1.31',
    *run({ branches }) {
      for (const { value, at } of branches)
        if (value.category === 'product_version' && rangeWords.test(asText(value.name) ?? ''))
          yield { at: `${at}.name`, message: 'a range of versions where one version must stand' }
    },
  },
  {
    id: '6.1.32',
    *run({ vulnerabilities }) {
      yield* withoutProducts(within(vulnerabilities, 'flags'))
    },
  },
  {
    id: '6.1.33',
    *run(view) {
      for (const { value, at } of view.vulnerabilities) {
        const justified = new Set<string>()
        for (const flag of placed(value.flags, `${at}.flags`).filter((one) => justifications.has(one.value.label)))
          for (const product of new Set(productsOf(flag, view))) {
            if (justified.has(product))
              yield { at: flag.at, message: `a second justification for ${product.slice(0, 100)}` }
            justified.add(product)
          }
      }
    },
  },
]

const justifications: ReadonlySet<unknown> = new Set([
  'component_not_present',
  'inline_mitigations_already_exist',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_not_present',
])

function* withoutProducts(items: readonly Placed[]) {
  for (const { value, at } of items)
    if (value.product_ids === undefined && value.group_ids === undefined)
      yield { at, message: 'names neither products nor groups' }
}

function reaches(parts: ReadonlyMap<string, readonly string[]>, id: string): boolean {
  const waiting = [...(parts.get(id) ?? [])]
  const seen = new Set<string>()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === id) return true
    if (seen.has(next)) continue
    seen.add(next)
    waiting.push(...(parts.get(next) ?? []))
  }
  return false
}
