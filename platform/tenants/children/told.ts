import { type AuditEntry, chainedEntry } from '../../audit/index.ts'

/** Who writes: told in the chain of the tenant that it concerns, with the provider's name. */
export interface TenantWriter {
  readonly kind: 'person' | 'token' | 'system'
  /** Public id. */
  readonly id: string
  readonly name: string
  /** Name of the provider. */
  readonly provider: string
  readonly address?: string
  readonly traceId?: string
}

/** In words, as grants and lists show it. */
export function wordsOf({ name, provider }: TenantWriter): string {
  return `${name} (${provider})`.slice(0, 300)
}

/** An entry for the chain of an owned tenant, as the functions of the database take it. */
export function toldThere(by: TenantWriter, entry: Pick<AuditEntry, 'action' | 'target' | 'after'>): string {
  const { kind, id, address, traceId } = by
  return JSON.stringify(
    chainedEntry({
      actor: { kind, id, name: wordsOf(by) },
      ...entry,
      ...(address && { address }),
      ...(traceId && { traceId }),
    }),
  )
}
