import type { VexDocument } from '@holdfast/kit/vex'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { newPublicId } from '@holdfast/platform/store'

/** Documents of one tenant. */
export const mostKept = 500

export interface KeptDocument {
  /** vex_… */
  readonly id: string
  readonly author: string
  /** Its own id. */
  readonly document: string
  readonly form: string
  readonly statements: number
  readonly endsAt: string | null
  readonly appliedBy: string
  readonly appliedAt: string
  readonly version: number
}

/**
 * Keeps a document, so that its word holds for later findings; one of the same author and id before it makes room. False where there are too many, or where it
 * cannot be known again, since it has no id.
 */
export async function keepDocument(
  tx: TenantTransaction,
  { form, author, id, statements }: VexDocument,
  content: unknown,
  { by, endsAt }: { readonly by: string; readonly endsAt: string | undefined },
): Promise<boolean> {
  if (id === '') return false
  const { rowCount } = await tx.query(
    `insert into vulnerabilities_vex as d (tenant_id, public_id, author, document, form, content, statements, ends_at, applied_by)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9
      where (select count(*) from vulnerabilities_vex o where o.tenant_id = $1 and (o.author, o.document) <> ($3, $4)) < ${mostKept}
     on conflict (tenant_id, author, document) do update
       set form = excluded.form, content = excluded.content, statements = excluded.statements, ends_at = excluded.ends_at,
           applied_by = excluded.applied_by, applied_at = now(), version = d.version + 1`,
    [
      ...[tx.tenantId, newPublicId('vex'), author, id, form, JSON.stringify(content), statements.length],
      ...[endsAt ?? null, by],
    ],
  )
  return rowCount > 0
}

/** All documents that are kept, or the one of this id. */
export async function readKept(tx: TenantTransaction, id?: string): Promise<readonly KeptDocument[]> {
  const { rows } = await tx.query<KeptDocument>(
    `select public_id as id, author, document, form, statements, ends_at as "endsAt", applied_by as "appliedBy", applied_at as "appliedAt", version
       from vulnerabilities_vex where tenant_id = $1 and ($2::text is null or public_id = $2) order by applied_at desc, vex_id desc`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** The word of a document holds no more for what is found from now on; decisions by it stay. False where there is none. */
export async function forgetDocument(tx: TenantTransaction, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from vulnerabilities_vex where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    id,
  ])
  return rowCount > 0
}
