import { asList, asRecord, asText, type JsonRecord, type ProblemList } from '../reading/index.ts'
import { StatementList, textOf, timeOf } from './draft.ts'
import type { VexDocument, VexProduct, VexStatus } from './vex.ts'

const statuses: ReadonlySet<string> = new Set<VexStatus>(['not_affected', 'affected', 'fixed', 'under_investigation'])

/** Source: OpenVEX specification 0.2.0; of 0.0.1 the products and vulnerabilities are plain texts. */
export function readOpenVex(root: JsonRecord, problems: ProblemList): VexDocument {
  const list = new StatementList(problems)
  for (const [index, one] of asList(root.statements).entries()) {
    const statement = asRecord(one)
    const vulnerability = asRecord(statement.vulnerability)
    const status = asText(statement.status)
    list.add(
      {
        vulnerability: vulnerability.name ?? statement.vulnerability,
        aliases: asList(vulnerability.aliases),
        products: asList(statement.products).flatMap(productOf),
        status: status !== undefined && statuses.has(status) ? (status as VexStatus) : undefined,
        justification: statement.justification,
        impact: statement.impact_statement,
        action: statement.action_statement,
        at: statement.timestamp,
      },
      `statements[${index}]`,
    )
  }
  return {
    form: 'openvex',
    id: textOf(root['@id']) ?? '',
    author: textOf(root.author) ?? '',
    issuedAt: timeOf(root.last_updated) ?? timeOf(root.timestamp) ?? '',
    statements: list.statements,
  }
}

function productOf(value: unknown): readonly VexProduct[] {
  const product = asRecord(value)
  const purls = purlsOf(value)
  const id = asText(product['@id']) ?? asText(value) ?? purls[0]
  if (id === undefined) return []
  return [{ id, purls, parts: asList(product.subcomponents).flatMap(purlsOf) }]
}

function purlsOf(value: unknown): readonly string[] {
  const product = asRecord(value)
  const all = [asText(value), product['@id'], asRecord(product.identifiers).purl]
  return [...new Set(all.filter((one): one is string => typeof one === 'string' && one.startsWith('pkg:')))]
}
