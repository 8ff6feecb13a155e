import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { storableText } from '../../envelope/index.ts'
import type { NotAssessed } from '../life-cycle/read-verdicts.ts'

const reasonLength = 1000

/** Makes the list say what this test could not assess of the judge's checks; answers whether anything changed. */
export async function writeNotAssessed(
  tx: TenantTransaction,
  target: {
    readonly assetId: number
    readonly judge: string
    readonly at: Instant
    /** Numbers of the checks that the batch speaks of; absent where it speaks of all. */
    readonly answered: readonly number[] | undefined
  },
  given: readonly (NotAssessed & { readonly checkNo: number })[],
): Promise<boolean> {
  const rows = given.map(({ checkNo, place, outcome, reason }) => ({
    check_no: checkNo,
    place,
    outcome,
    reason: storableText(reason).slice(0, reasonLength).toWellFormed(),
  }))
  const { rows: moved } = await tx.query<{ moved: number }>(
    `with given as (
       select * from jsonb_to_recordset($5::jsonb) as g (check_no int, place text, outcome text, reason text)),
     gone as (
       delete from not_assessed n using check_definition c
        where n.tenant_id = $1 and n.asset_id = $2 and c.check_no = n.check_no and c.judge = $3
          and ($6::int[] is null or n.check_no = any ($6))
          and not exists (select from given g where g.check_no = n.check_no and g.place = n.place)
       returning 1),
     came as (
       insert into not_assessed as n (tenant_id, asset_id, check_no, place, outcome, reason, since)
         select $1, $2, check_no, place, outcome, reason, $4 from given
       on conflict (tenant_id, asset_id, check_no, place) do update set outcome = excluded.outcome, reason = excluded.reason
         where (n.outcome, n.reason) is distinct from (excluded.outcome, excluded.reason)
       returning 1)
     select ((select count(*) from gone) + (select count(*) from came))::int as moved`,
    [tx.tenantId, target.assetId, target.judge, target.at, JSON.stringify(rows), target.answered ?? null],
  )
  return (moved[0]?.moved ?? 0) > 0
}
