import type { TenantTransaction } from '../../contract/index.ts'
import { newPublicId } from '../../store/index.ts'

/**
 * Makes open findings by the thousand, spread over assets of their own (a hundred on each) and all severities, of a check that is known already. Places are
 * `p1` … `p100`.
 */
export async function manyFindings(tx: TenantTransaction, count: number, name = 'many'): Promise<void> {
  const { rows } = await tx.query<{ checkNo: number; basisNo: number; networkId: number }>(
    `select (select min(check_no) from check_definition) as "checkNo", (select min(basis_no) from judge_basis) as "basisNo",
            (select min(network_id) from network where tenant_id = $1) as "networkId"`,
    [tx.tenantId],
  )
  const { checkNo, basisNo, networkId } = rows[0]!
  const prefix = newPublicId('many').slice(5, 17)
  await tx.query(
    `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
     select $1, 'ast_' || $4 || lpad(g::text, 10, '0'), $2, 'host', $5 || '-' || g, now(), now()
       from generate_series(1, ceil($3::numeric / 100)::int) g`,
    [tx.tenantId, networkId, count, prefix, name],
  )
  await tx.query(
    `insert into finding (tenant_id, public_id, asset_id, check_no, place, severity, status, status_at, first_found_at, changed_at)
     select $1, 'fnd_' || $3 || lpad(g::text, 10, '0'), a.asset_id, $2, 'p' || (g - 1) % 100 + 1, g % 5 + 1, 'active', now(),
            now() - g * interval '1 second', now()
       from generate_series(1, $4::int) g
       join asset a on a.tenant_id = $1 and a.public_id = 'ast_' || $3 || lpad(((g - 1) / 100 + 1)::text, 10, '0')`,
    [tx.tenantId, checkNo, prefix, count],
  )
  await tx.query(
    `insert into finding_detail (tenant_id, finding_id, evidence, evidence_digest, basis_no, reach)
     select f.tenant_id, f.finding_id, jsonb_build_object('summary', 'It is so at ' || f.place), md5(f.place), $2, 'privileged'
       from finding f where f.tenant_id = $1 and not exists (
         select from finding_detail d where d.tenant_id = f.tenant_id and d.finding_id = f.finding_id)`,
    [tx.tenantId, basisNo],
  )
}
