import { createHash } from 'node:crypto'
import { type VexProduct, type VexStatement, writeOpenVex } from '@holdfast/kit/vex'
import type { SoftwareFinding } from '../../contract/index.ts'
import type { ScanResult } from '../result.ts'

/** What is affected, and what somebody says is not, as OpenVEX. The same result gives the same document: its id is made from what it says. */
export function scanOpenVex({ target, assessment }: ScanResult): Readonly<Record<string, unknown>> {
  const statements: VexStatement[] = [
    ...assessment.findings
      .filter(({ purl }) => purl !== '')
      .map((finding) => ({
        ...named(finding),
        status: 'affected' as const,
        action: finding.fix ?? 'No fixed version is known yet.',
      })),
    ...assessment.excepted.map(({ finding, status, justification, words }) => ({
      ...named(finding),
      status,
      ...(justification !== undefined && { justification: justification as never }),
      ...(words !== undefined && { impact: words }),
    })),
  ]
  const digest = createHash('sha256')
    .update(JSON.stringify([target.name, statements]))
    .digest('hex')
  return writeOpenVex({
    form: 'openvex',
    id: `urn:holdfast:vex:${digest.slice(0, 32)}`,
    author: 'Holdfast',
    issuedAt: target.scannedAt,
    statements,
  })
}

function named({ check, aliases, purl }: SoftwareFinding) {
  const product: VexProduct = { id: purl, purls: [purl], parts: [] }
  return { vulnerability: check, aliases, products: [product] }
}
