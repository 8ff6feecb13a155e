import { asRecord, asText } from '../reading/index.ts'
import { type CsafView, type Placed, placed, placedTexts, within } from './view.ts'

/** Lists of statuses that say one thing. Source: CSAF 2.0, 6.1.6. */
export const statusGroups: Readonly<Record<string, readonly string[]>> = {
  affected: ['first_affected', 'known_affected', 'last_affected'],
  'not affected': ['known_not_affected'],
  fixed: ['first_fixed', 'fixed'],
  'under investigation': ['under_investigation'],
}

/** Products of a vulnerability that have one of some statuses. */
export function productsWith({ value, at }: Placed, statuses: readonly string[]): readonly Placed<string>[] {
  const all = asRecord(value.product_status)
  return statuses.flatMap((status) => placedTexts(all[status], `${at}.product_status.${status}`))
}

/** Products that items of a list of a vulnerability are about, by themselves and in groups. */
export function productsOf(item: Placed, view: CsafView): readonly string[] {
  const groups = new Set(placedTexts(item.value.group_ids, '').map(({ value }) => value))
  const members = view.groups
    .filter(({ value }) => groups.has(asText(value.group_id) ?? ''))
    .flatMap(({ value }) => placedTexts(value.product_ids, ''))
  return [...placedTexts(item.value.product_ids, ''), ...placedTexts(item.value.products, ''), ...members].map(
    ({ value }) => value,
  )
}

/** Every place that names a product which must be defined. Source: CSAF 2.0, 6.1.1. */
export function* productReferences(view: CsafView): Generator<Placed<string>> {
  for (const { value, at } of view.groups) yield* placedTexts(value.product_ids, `${at}.product_ids`)
  for (const { value, at } of view.relationships)
    for (const name of ['product_reference', 'relates_to_product_reference'])
      if (typeof value[name] === 'string') yield { value: value[name], at: `${at}.${name}` }
  for (const one of view.vulnerabilities) {
    yield* productsWith(one, Object.keys({ ...asRecord(one.value.product_status) }))
    for (const [list, name] of [
      ['remediations', 'product_ids'],
      ['threats', 'product_ids'],
      ['flags', 'product_ids'],
      ['scores', 'products'],
    ] as const)
      for (const { value, at } of placed(one.value[list], `${one.at}.${list}`))
        yield* placedTexts(value[name], `${at}.${name}`)
  }
}

/** Every place that names a group of products. Source: CSAF 2.0, 6.1.4. */
export function groupReferences({ vulnerabilities }: CsafView): readonly Placed<string>[] {
  return ['remediations', 'threats', 'flags'].flatMap((list) =>
    within(vulnerabilities, list).flatMap(({ value, at }) => placedTexts(value.group_ids, `${at}.group_ids`)),
  )
}

/** All hashes of files that identify products, with what they are of. */
export function fileHashes({ products }: CsafView): readonly Placed[] {
  return products.flatMap(({ value, at }) =>
    placed(asRecord(value.product_identification_helper).hashes, `${at}.product_identification_helper.hashes`),
  )
}
