import { asList, asRecord, asText, type JsonRecord } from '../reading/index.ts'

/** A value with its place in the document. */
export interface Placed<T = JsonRecord> {
  readonly value: T
  readonly at: string
}

export interface Branch extends Placed {
  /** From the outermost. */
  readonly above: readonly JsonRecord[]
}

/** A document with its products gathered, so that each test looks at what it is about. */
export interface CsafView {
  readonly root: JsonRecord
  readonly document: JsonRecord
  readonly tracking: JsonRecord
  readonly category: string
  readonly branches: readonly Branch[]
  /** Full product names, wherever they are defined. */
  readonly products: readonly Placed[]
  readonly relationships: readonly Placed[]
  readonly groups: readonly Placed[]
  readonly revisions: readonly Placed[]
  readonly vulnerabilities: readonly Placed[]
}

const maxDepth = 64

export function viewOf(value: unknown): CsafView {
  const root = asRecord(value)
  const document = asRecord(root.document)
  const tracking = asRecord(document.tracking)
  const tree = asRecord(root.product_tree)
  const branches: Branch[] = []
  collect(tree.branches, 'product_tree.branches', [], branches)
  const relationships = placed(tree.relationships, 'product_tree.relationships')
  const products = [
    ...branches.flatMap(({ value: branch, at }) => member(branch.product, `${at}.product`)),
    ...placed(tree.full_product_names, 'product_tree.full_product_names'),
    ...relationships.flatMap(({ value: one, at }) => member(one.full_product_name, `${at}.full_product_name`)),
  ]
  return {
    root,
    document,
    tracking,
    category: asText(document.category) ?? '',
    branches,
    products,
    relationships,
    groups: placed(tree.product_groups, 'product_tree.product_groups'),
    revisions: placed(tracking.revision_history, 'document.tracking.revision_history'),
    vulnerabilities: placed(root.vulnerabilities, 'vulnerabilities'),
  }
}

/** The items of a list with their places. */
export function placed(value: unknown, at: string): readonly Placed[] {
  return asList(value).map((one, index) => ({ value: asRecord(one), at: `${at}[${index}]` }))
}

/** The texts of a list with their places. */
export function placedTexts(value: unknown, at: string): readonly Placed<string>[] {
  return asList(value).flatMap((one, index) => (typeof one === 'string' ? [{ value: one, at: `${at}[${index}]` }] : []))
}

/** The items of a list within a list of items: all scores of all vulnerabilities. */
export function within(items: readonly Placed[], name: string): readonly Placed[] {
  return items.flatMap(({ value, at }) => placed(value[name], `${at}.${name}`))
}

function member(value: unknown, at: string): readonly Placed[] {
  return value === undefined ? [] : [{ value: asRecord(value), at }]
}

function collect(value: unknown, at: string, above: readonly JsonRecord[], into: Branch[]): void {
  if (above.length > maxDepth) return
  for (const one of placed(value, at)) {
    into.push({ ...one, above })
    collect(one.value.branches, `${one.at}.branches`, [...above, one.value], into)
  }
}
