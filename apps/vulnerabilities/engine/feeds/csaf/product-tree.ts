import { parsePurl } from '@holdfast/kit/purl'
import { asList, asRecord, asText, type JsonRecord } from '@holdfast/kit/reading'
import type { PlacedProblems } from '../packages/placed-problems.ts'

/** A product of the tree, with what the branches above it say. */
export interface CsafProduct {
  readonly id: string
  readonly name: string | undefined
  readonly cpe: string | undefined
  readonly purl: string | undefined
  /** Names of the branches from the outermost, by their categories: `vendor`, `product_name`, `product_version`, `architecture`. */
  readonly branches: ReadonlyMap<string, string>
  /** Where it is a component: of what, and as which product by itself. */
  readonly component?: { readonly of: string; readonly as: string }
}

export interface ProductTree {
  readonly products: ReadonlyMap<string, CsafProduct>
  readonly groups: ReadonlyMap<string, readonly string[]>
}

const maxDepth = 40
const maxProducts = 500_000
const maxName = 2000

/** Source: CSAF 2.0, 3.2.2. What is wrong in it (6.1.1 to 6.1.5, 6.1.13) is a problem with its place; the first definition of an id counts. */
export function readProductTree(value: unknown, problems: PlacedProblems): ProductTree {
  const tree = asRecord(value)
  const products = new Map<string, CsafProduct>()
  const define = (
    given: unknown,
    at: string,
    branches: ReadonlyMap<string, string>,
    component?: CsafProduct['component'],
  ) => {
    const record = asRecord(given)
    const id = shortText(record.product_id)
    if (id === undefined) return problems.add(at, 'the product has no product_id')
    if (products.has(id)) return problems.add(at, `the product ${id.slice(0, 100)} is defined twice`)
    if (products.size >= maxProducts) return problems.add(at, `more than ${maxProducts} products`)
    const { cpe, purl } = asRecord(record.product_identification_helper)
    if (typeof purl === 'string' && !parsePurl(purl, { lenient: true }).ok) problems.add(at, 'the purl is none')
    const common = { id, name: shortText(record.name), cpe: shortText(cpe), purl: shortText(purl), branches }
    products.set(id, component === undefined ? common : { ...common, component })
  }
  const walk = (list: unknown, at: string, above: ReadonlyMap<string, string>, depth: number): void => {
    if (depth > maxDepth) {
      problems.add(at, `branches within each other more than ${maxDepth} deep`)
      return
    }
    for (const [index, one] of asList(list).entries()) {
      const branch = asRecord(one)
      const here = `${at}[${index}]`
      const [category, name] = [shortText(branch.category), shortText(branch.name)]
      const branches = category === undefined || name === undefined ? above : new Map([...above, [category, name]])
      if (branch.product !== undefined) define(branch.product, `${here}.product`, branches)
      if (branch.branches !== undefined) walk(branch.branches, `${here}.branches`, branches, depth + 1)
    }
  }
  walk(tree.branches, 'product_tree.branches', new Map(), 0)
  for (const [index, one] of asList(tree.full_product_names).entries())
    define(one, `product_tree.full_product_names[${index}]`, new Map())
  for (const [index, one] of asList(tree.relationships).entries())
    readRelationship(asRecord(one), `product_tree.relationships[${index}]`, problems, define)
  checkRelationships(products, problems)
  return { products, groups: readGroups(tree.product_groups, products, problems) }
}

function readRelationship(
  relation: JsonRecord,
  at: string,
  problems: PlacedProblems,
  define: (given: unknown, at: string, branches: ReadonlyMap<string, string>, of: CsafProduct['component']) => void,
): void {
  const as = shortText(relation.product_reference)
  const of = shortText(relation.relates_to_product_reference)
  if (as === undefined || of === undefined) problems.add(at, 'does not name two products')
  else define(relation.full_product_name, `${at}.full_product_name`, new Map(), { of, as })
}

function checkRelationships(products: ReadonlyMap<string, CsafProduct>, problems: PlacedProblems): void {
  for (const { id, component } of products.values()) {
    if (component === undefined) continue
    for (const other of [component.as, component.of]) {
      if (!products.has(other))
        problems.add(`product ${id}`, `refers to ${other.slice(0, 100)}, which is not in the product tree`)
      else if (leadsTo(products, other, id)) problems.add(`product ${id}`, 'is defined by itself')
    }
  }
}

function leadsTo(products: ReadonlyMap<string, CsafProduct>, from: string, to: string, depth = 0): boolean {
  if (from === to) return true
  const component = products.get(from)?.component
  if (component === undefined || depth > 8) return false
  return leadsTo(products, component.as, to, depth + 1) || leadsTo(products, component.of, to, depth + 1)
}

function readGroups(
  value: unknown,
  products: ReadonlyMap<string, CsafProduct>,
  problems: PlacedProblems,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>()
  for (const [index, one] of asList(value).entries()) {
    const at = `product_tree.product_groups[${index}]`
    const record = asRecord(one)
    const id = shortText(record.group_id)
    if (id === undefined) problems.add(at, 'the group has no group_id')
    else if (groups.has(id)) problems.add(at, `the group ${id.slice(0, 100)} is defined twice`)
    else groups.set(id, productIds(record.product_ids, `${at}.product_ids`, products, problems))
  }
  return groups
}

/** The ids of a list that are in the tree. */
export function productIds(
  value: unknown,
  at: string,
  products: ReadonlyMap<string, CsafProduct>,
  problems: PlacedProblems,
): readonly string[] {
  const ids = new Set<string>()
  for (const [index, one] of asList(value).entries()) {
    const id = shortText(one)
    if (id !== undefined && products.has(id)) ids.add(id)
    else problems.add(`${at}[${index}]`, `${id?.slice(0, 100) ?? 'what is no text'} is not in the product tree`)
  }
  return [...ids]
}

function shortText(value: unknown): string | undefined {
  const text = asText(value)
  return text === undefined || text.length > maxName ? undefined : text
}
