import type { TenantTransaction } from '../../contract/index.ts'
import type { PeriodicTask } from '../../jobs/index.ts'
import type { Entity } from '../../search/index.ts'
import type { Widget } from '../model/widget.ts'
import { fillSeries } from './series.ts'
import { WidgetProblem } from './widget-plan.ts'

/** Points that one turn counts for one tenant: the next turn goes on. */
const mostPoints = 200
const zone = 'UTC'

/** Counts the lines of all boards ahead, tenant by tenant, and drops what lies further back than any line. */
export function countAhead(
  lists: Readonly<Record<string, Entity>>,
  onFailure: (error: unknown, about: { readonly task: string; readonly tenantId: number }) => void,
): PeriodicTask {
  const id = 'boards.count-ahead'
  return {
    id,
    cron: '*/10 * * * *',
    async run(database) {
      const { rows } = await database.asPlatform((tx) =>
        tx.query<{ tenant_id: number }>('select tenant_id from board_tenants()'),
      )
      for (const { tenant_id: tenantId } of rows) {
        try {
          await database.asTenant(tenantId, (tx) => fillTenant(tx as unknown as TenantTransaction, lists, Date.now()), {
            timeoutMs: 300_000,
          })
        } catch (error) {
          onFailure(error, { task: id, tenantId })
        }
      }
      await database.asMaintenance((tx) => tx.query(`delete from board_sample where at < now() - interval '500 days'`))
    },
  }
}

/** Counts what is missing of the lines of one tenant. Answers with the number of points. */
export async function fillTenant(
  tx: TenantTransaction,
  lists: Readonly<Record<string, Entity>>,
  now: number,
): Promise<number> {
  const { rows } = await tx.query<{ widgets: readonly Widget[] }>('select widgets from board where tenant_id = $1', [
    tx.tenantId,
  ])
  let counted = 0
  for (const widget of rows.flatMap(({ widgets }) => widgets)) {
    const entity = lists[widget.list]
    if (widget.kind !== 'trend' || !entity || counted >= mostPoints) continue
    const { query, every, points } = widget
    try {
      counted += await fillSeries(tx, { entity, query, every, points }, { now, zone }, mostPoints - counted)
    } catch (error) {
      // A query that lost its token is told where the board is shown.
      if (!(error instanceof WidgetProblem)) throw error
    }
  }
  return counted
}
