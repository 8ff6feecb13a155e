import { parsePurl } from '../purl/index.ts'
import type { JsonRecord } from '../reading/index.ts'
import type { VexDocument, VexJustification, VexStatement, VexStatus } from './vex.ts'

const states: Readonly<Record<VexStatus, string>> = {
  affected: 'exploitable',
  not_affected: 'not_affected',
  fixed: 'resolved',
  under_investigation: 'in_triage',
}

const justificationNames: Readonly<Record<VexJustification, string>> = {
  component_not_present: 'requires_dependency',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'requires_configuration',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
}
const justifications: ReadonlyMap<string, string> = new Map(Object.entries(justificationNames))

/** Components and what is said of vulnerabilities in them, as CycloneDX 1.6. Source: ECMA-424, `vulnerabilities`. */
export function writeCycloneDxVex({ id, author, issuedAt, statements }: VexDocument): JsonRecord {
  const products = new Map(statements.flatMap((statement) => statement.products).map((one) => [one.id, one]))
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: issuedAt,
      tools: { components: [{ type: 'application', name: 'Holdfast' }] },
      authors: [{ name: author }],
      properties: [{ name: 'holdfast:vex:id', value: id }],
    },
    components: [...products.values()].map(({ id: reference, purls: [purl] }) => ({
      type: 'library',
      'bom-ref': reference,
      ...nameOf(purl ?? reference),
      ...(purl !== undefined && { purl }),
    })),
    vulnerabilities: statements.map(vulnerabilityOf),
  }
}

/** What is said of a vulnerability, as its `analysis`. */
export function vexAnalysis({
  status,
  justification,
  impact,
}: {
  readonly status: VexStatus
  readonly justification?: string
  readonly impact?: string
}): JsonRecord {
  const reason = justification === undefined ? undefined : justifications.get(justification)
  return {
    state: states[status],
    ...(reason !== undefined && { justification: reason }),
    ...(impact !== undefined && { detail: impact }),
  }
}

function vulnerabilityOf(statement: VexStatement): JsonRecord {
  const { vulnerability, aliases, products, action, at } = statement
  return {
    id: vulnerability,
    ...(aliases.length > 0 && { references: aliases.map((id) => ({ id, source: { name: sourceOf(id) } })) }),
    ...(action !== undefined && { recommendation: action }),
    ...(at !== undefined && { updated: at }),
    analysis: vexAnalysis(statement),
    affects: products.map(({ id }) => ({ ref: id })),
  }
}

function sourceOf(id: string): string {
  return id.split('-')[0] ?? id
}

function nameOf(text: string): JsonRecord {
  const purl = parsePurl(text, { lenient: true })
  if (!purl.ok) return { name: text }
  const { namespace, name, version } = purl.value
  return { ...(namespace !== undefined && { group: namespace }), name, ...(version !== undefined && { version }) }
}
