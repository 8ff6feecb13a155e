import { startTurns, type Turns } from '../../jobs/index.ts'
import { type TaggingContext, tagNext } from './tag-next.ts'

export interface TaggingOptions extends Omit<TaggingContext, 'now'> {
  /** How long what no notice tells of may wait, in milliseconds; 2000 unless told. */
  readonly pollMs?: number
  readonly now?: () => number
}

export type Tagging = Turns

/** Keeps tags true to what is known of assets: tenant by tenant in turns, until stopped. */
export function startTagging({ pollMs, ...options }: TaggingOptions): Tagging {
  const context: TaggingContext = { now: Date.now, ...options }
  return startTurns({
    database: context.database,
    dueTenants: () => dueTenants(context),
    next: (tenantId) => tagNext(context, tenantId),
    onError: context.onError,
    ...(pollMs !== undefined && { pollMs }),
  })
}

async function dueTenants({ database, system }: TaggingContext): Promise<number[]> {
  const { rows } = await database.asPlatform((tx) =>
    tx.query<{ tenant_id: number }>('select tenant_id from tag_tenants($1)', [system.digest]),
  )
  return rows.map(({ tenant_id }) => tenant_id)
}
