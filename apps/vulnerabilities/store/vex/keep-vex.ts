import { readVexValue, type VexDocument } from '@holdfast/kit/vex'
import type { TenantTransaction, Upkeep } from '@holdfast/platform/contract'
import { tryHoldTenant } from '@holdfast/platform/store'
import { checksCalled } from '../../engine/about.ts'
import type { VulnerabilityContent } from '../../engine/judge/content.ts'
import { aboutChecks, namesIn, toldOf } from '../../engine/vex/told-of.ts'
import { candidatesNamed } from './candidates.ts'
import { exceptTold, isMeasure } from './except-told.ts'
import { findingsTold } from './findings-told.ts'

const findingsAtOnce = 2000

/** Excepts what is found later by the word of the documents that are kept, the newest first. */
export function keepVex(content: () => Promise<VulnerabilityContent>): Upkeep {
  return {
    id: 'vulnerabilities.vex',
    async due(tx) {
      const { rows } = await tx.query<{ tenant_id: number }>('select tenant_id from vulnerabilities_vex_tenants()')
      return rows.map(({ tenant_id }) => tenant_id)
    },
    async next(tx, now) {
      // One at a time in a tenant, so that a finding is excepted once.
      if (!(await tryHoldTenant(tx, 'vulnerabilities vex'))) return false
      const findings = await takeMarked(tx)
      if (findings.length === 0) return false
      const { library } = await content()
      const checks = await checksOf(tx, findings)
      for (const kept of await readDocuments(tx, now)) {
        const document = aboutChecks(kept.document, (name) => checksCalled(name, library), checks)
        if (document.statements.length > 0) await ask(tx, { ...kept, document }, findings, library, now)
      }
      return true
    },
  }
}

interface Kept {
  readonly document: VexDocument
  readonly by: string
  readonly endsAt: string | undefined
}

async function ask(
  tx: TenantTransaction,
  { document, by, endsAt }: Kept,
  findings: readonly number[],
  library: VulnerabilityContent['library'],
  now: number,
): Promise<void> {
  const candidates = await candidatesNamed(tx, namesIn(document))
  const told = await findingsTold(
    tx,
    toldOf(document, candidates, (name) => checksCalled(name, library)),
    findings,
  )
  // What a measure prevents takes an end, of which nothing was said.
  const wanted = told.filter(({ index }) => endsAt !== undefined || !isMeasure(document.statements[index]!))
  if (wanted.length > 0) await exceptTold(tx, document, wanted, { by, at: new Date(now).toISOString(), endsAt })
}

/** Findings that were marked. Only the marks that are seen are taken away: a later one may be of what this transaction does not see. */
async function takeMarked(tx: TenantTransaction): Promise<readonly number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `delete from vulnerabilities_vex_mark m
      where m.tenant_id = $1
        and m.mark_id in (select mark_id from vulnerabilities_vex_mark where tenant_id = $1 order by mark_id limit ${findingsAtOnce})
      returning m.finding_id as id`,
    [tx.tenantId],
  )
  return [...new Set(rows.map(({ id }) => id))]
}

async function checksOf(tx: TenantTransaction, findings: readonly number[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ name: string }>(
    `select distinct v.name from finding f join vulnerabilities_cve v on v.check_no = f.check_no
      where f.tenant_id = $1 and f.finding_id = any ($2::bigint[])`,
    [tx.tenantId, findings],
  )
  return new Set(rows.map(({ name }) => name))
}

async function readDocuments(tx: TenantTransaction, now: number): Promise<readonly Kept[]> {
  const { rows } = await tx.query<{ content: unknown; by: string; endsAt: string | null }>(
    `select content, applied_by as by, ends_at as "endsAt" from vulnerabilities_vex
      where tenant_id = $1 and (ends_at is null or ends_at > $2) order by applied_at desc, vex_id desc`,
    [tx.tenantId, new Date(now).toISOString()],
  )
  return rows.flatMap(({ content, by, endsAt }) => {
    const reading = readVexValue(content)
    return reading.ok
      ? [{ document: reading.document, by, endsAt: endsAt === null ? undefined : new Date(endsAt).toISOString() }]
      : []
  })
}
