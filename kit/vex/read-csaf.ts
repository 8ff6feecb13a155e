import { asList, asRecord, asText, type JsonRecord, type ProblemList } from '../reading/index.ts'
import { StatementList, textOf, timeOf } from './draft.ts'
import { grouped } from './grouped.ts'
import { type VexDocument, type VexProduct, type VexStatus, vexLimits } from './vex.ts'
import words from './vex-words.json' with { type: 'json' }

const statuses = Object.entries(words.csaf.statuses) as readonly [string, VexStatus][]
const maxDepth = 40

/** A statement for each vulnerability, status and reason. Source: CSAF 2.0, 3.2.3 and profile 5 (VEX, 4.5). */
export function readCsafVex(root: JsonRecord, problems: ProblemList): VexDocument {
  const document = asRecord(root.document)
  const tracking = asRecord(document.tracking)
  const tree = asRecord(root.product_tree)
  const products = productsOf(tree)
  const groups = groupsOf(tree)
  const list = new StatementList(problems)
  for (const [index, one] of asList(root.vulnerabilities).entries()) {
    const vulnerability = asRecord(one)
    const byProduct = reasonsOf(vulnerability, groups)
    const ids = asList(vulnerability.ids).map((id) => asRecord(id).text)
    for (const [name, status] of statuses) {
      const named = asList(asRecord(vulnerability.product_status)[name]).filter((id) => typeof id === 'string')
      const together = grouped(named, (id) => JSON.stringify(byProduct(id, status)))
      for (const [reason, mine] of together)
        list.add(
          {
            vulnerability: vulnerability.cve ?? ids[0],
            aliases: ids,
            products: mine.slice(0, vexLimits.list).map((id) => products.get(id) ?? { id, purls: [], parts: [] }),
            status,
            ...JSON.parse(reason),
            at: vulnerability.release_date,
          },
          `vulnerabilities[${index}].product_status.${name}`,
        )
    }
  }
  return {
    form: 'csaf',
    id: textOf(tracking.id) ?? '',
    author: textOf(asRecord(document.publisher).name) ?? '',
    issuedAt: timeOf(tracking.current_release_date) ?? '',
    statements: list.statements,
  }
}

/** What of a flag, a threat and a remediation is about a product. */
function reasonsOf(vulnerability: JsonRecord, groups: ReadonlyMap<string, readonly string[]>) {
  const about = (list: unknown, text: (record: JsonRecord) => string | undefined) => {
    const found = new Map<string, string>()
    for (const one of asList(list).map(asRecord)) {
      const words = text(one)
      if (words === undefined) continue
      const members = asList(one.group_ids).flatMap((group) => groups.get(String(group)) ?? [])
      for (const id of [...asList(one.product_ids), ...members])
        if (!found.has(String(id))) found.set(String(id), words)
    }
    return found
  }
  const flags = about(vulnerability.flags, ({ label }) => asText(label))
  const impacts = about(vulnerability.threats, ({ category, details }) =>
    category === 'impact' ? asText(details) : undefined,
  )
  const actions = about(vulnerability.remediations, ({ details }) => asText(details))
  return (id: string, status: VexStatus) =>
    status === 'not_affected' ? { justification: flags.get(id), impact: impacts.get(id) } : { action: actions.get(id) }
}

/** Products by their ids. What is a component of another product is a part of it, and a statement about it is no more than that. */
function productsOf(tree: JsonRecord): ReadonlyMap<string, VexProduct> {
  const products = new Map<string, VexProduct>()
  const define = (given: unknown) => {
    const record = asRecord(given)
    const id = asText(record.product_id)
    const purl = asText(asRecord(record.product_identification_helper).purl)
    if (id !== undefined && !products.has(id))
      products.set(id, { id, purls: purl === undefined ? [] : [purl], parts: [] })
  }
  const walk = (list: unknown, depth: number): void => {
    for (const branch of asList(list).map(asRecord)) {
      define(branch.product)
      if (depth < maxDepth) walk(branch.branches, depth + 1)
    }
  }
  walk(tree.branches, 0)
  for (const one of asList(tree.full_product_names)) define(one)
  for (const relation of asList(tree.relationships).map(asRecord)) {
    const id = asText(asRecord(relation.full_product_name).product_id)
    const whole = products.get(asText(relation.relates_to_product_reference) ?? '')
    const part = products.get(asText(relation.product_reference) ?? '')
    if (id === undefined || whole === undefined || part === undefined || products.has(id)) continue
    products.set(id, { id, purls: whole.purls, parts: part.purls })
  }
  return products
}

function groupsOf(tree: JsonRecord): ReadonlyMap<string, readonly string[]> {
  return new Map(
    asList(tree.product_groups)
      .map(asRecord)
      .map(({ group_id, product_ids }) => [String(group_id), asList(product_ids).map(String)]),
  )
}
