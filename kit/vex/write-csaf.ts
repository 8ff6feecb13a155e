import type { JsonRecord } from '../reading/index.ts'
import { grouped } from './grouped.ts'
import type { VexDocument, VexJustification, VexStatement, VexStatus } from './vex.ts'

/** Who publishes a CSAF document: there every one has a category and a namespace. */
export interface CsafPublisher {
  readonly category: 'coordinator' | 'discoverer' | 'other' | 'user' | 'vendor'
  /** An address that belongs to the publisher. */
  readonly namespace: string
}

const statusNames: Readonly<Record<VexStatus, string>> = {
  not_affected: 'known_not_affected',
  affected: 'known_affected',
  fixed: 'fixed',
  under_investigation: 'under_investigation',
}

/** Source: CSAF 2.0, profile 5 (VEX, 4.5). One vulnerability has all its statements together. */
export function writeCsafVex(document: VexDocument, title: string, publisher: CsafPublisher): JsonRecord {
  const { id, author, issuedAt, statements } = document
  const products = [...new Set(statements.flatMap((statement) => statement.products.map((product) => product.id)))]
  const productIds = new Map(products.map((product, index) => [product, `P-${index + 1}`]))
  const purls = new Map(statements.flatMap((statement) => statement.products).map((one) => [one.id, one.purls[0]]))
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      title,
      lang: 'en',
      notes: [{ category: 'summary', title: 'Summary', text: title }],
      publisher: { name: author, ...publisher },
      tracking: {
        id,
        status: 'final',
        version: '1',
        initial_release_date: issuedAt,
        current_release_date: issuedAt,
        revision_history: [{ number: '1', date: issuedAt, summary: 'First version.' }],
        generator: { engine: { name: 'Holdfast' } },
      },
    },
    product_tree: {
      full_product_names: products.map((product) => ({
        product_id: productIds.get(product),
        name: product,
        ...(purls.get(product) !== undefined && { product_identification_helper: { purl: purls.get(product) } }),
      })),
    },
    vulnerabilities: [...grouped(statements, ({ vulnerability }) => vulnerability)].map(([name, mine]) =>
      vulnerabilityOf(name, mine, productIds),
    ),
  }
}

function vulnerabilityOf(
  name: string,
  statements: readonly VexStatement[],
  productIds: ReadonlyMap<string, string>,
): JsonRecord {
  const idsOf = ({ products }: VexStatement) => [...new Set(products.map(({ id }) => productIds.get(id)!))]
  const isCve = /^CVE-\d{4}-\d{4,}$/.test(name)
  const aliases = [...new Set(statements.flatMap((statement) => statement.aliases))]
  const ids = (isCve ? aliases : [name, ...aliases]).map((text) => ({ system_name: 'Advisory', text }))
  const byStatus = grouped(statements, ({ status }) => statusNames[status])
  const status = Object.fromEntries([...byStatus].map(([label, mine]) => [label, [...new Set(mine.flatMap(idsOf))]]))
  const of = (wanted: VexStatus) => statements.filter((statement) => statement.status === wanted)
  const [not, affected] = [of('not_affected'), of('affected')]
  const flags = not.flatMap((one) => (one.justification === undefined ? [] : [flagOf(one.justification, idsOf(one))]))
  const threats = not
    .filter(({ impact, justification }) => impact !== undefined || justification === undefined)
    .map((one) => ({ category: 'impact', details: one.impact ?? 'It is not affected.', product_ids: idsOf(one) }))
  const remediations = affected.map((one) => ({
    category: one.action === undefined ? 'none_available' : 'vendor_fix',
    details: one.action ?? 'No action is known yet.',
    product_ids: idsOf(one),
  }))
  return {
    ...(isCve && { cve: name }),
    ...(ids.length > 0 && { ids }),
    notes: [{ category: 'summary', title: 'Summary', text: name }],
    product_status: status,
    ...(flags.length > 0 && { flags }),
    ...(threats.length > 0 && { threats }),
    ...(remediations.length > 0 && { remediations }),
  }
}

function flagOf(label: VexJustification, product_ids: readonly string[]): JsonRecord {
  return { label, product_ids }
}
