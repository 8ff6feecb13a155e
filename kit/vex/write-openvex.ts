import type { JsonRecord } from '../reading/index.ts'
import type { VexDocument } from './vex.ts'

/** Source: OpenVEX specification 0.2.0. The same document gives the same text. */
export function writeOpenVex({ id, author, issuedAt, statements }: VexDocument): JsonRecord {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': id,
    author,
    timestamp: issuedAt,
    version: 1,
    tooling: 'Holdfast',
    statements: statements.map(({ vulnerability, aliases, products, status, justification, impact, action, at }) => ({
      vulnerability: { name: vulnerability, ...(aliases.length > 0 && { aliases }) },
      products: products.map(({ id: product, purls, parts }) => ({
        '@id': product,
        ...(purls[0] !== undefined && purls[0] !== product && { identifiers: { purl: purls[0] } }),
        ...(parts.length > 0 && { subcomponents: parts.map((part) => ({ '@id': part })) }),
      })),
      status,
      ...(justification !== undefined && { justification }),
      ...(impact !== undefined && { impact_statement: impact }),
      ...(status === 'affected' && { action_statement: action ?? 'No action is known yet.' }),
      ...(at !== undefined && { timestamp: at }),
    })),
  }
}
