import type pg from 'pg'
import type { Border } from './attack-tables.ts'

/** A function that runs with more rights than its caller. */
export async function listDefinerFunctions(admin: pg.Client): Promise<readonly { name: string; callable: boolean }[]> {
  const { rows } = await admin.query<{ name: string; callable: boolean }>(
    `select p.oid::regprocedure::text as name, has_function_privilege('holdfast_app', p.oid, 'execute') as callable
       from pg_proc p where p.pronamespace = 'holdfast'::regnamespace and p.prosecdef
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1`,
  )
  return rows.map(({ name, callable }) => ({ name: name.replace(/^holdfast\./, ''), callable }))
}

export interface FunctionAttack {
  /** As the attacker would call it: `$1` is the internal id of the other tenant, `$2` an array of internal ids of its assets. */
  readonly call: string
  /**
   * What a good answer is. `nothing`: no row. `own`: rows that name no asset and no tenant of the other. `numbers`: tenants
   * to work for, which a worker must learn; it holds no data of them. `refused`: an error.
   */
  readonly answer: 'nothing' | 'own' | 'numbers' | 'refused'
}

/** Calls a function as the attacker and gives what got through, in words. */
export async function attackFunction(border: Border, name: string, attack: FunctionAttack): Promise<string[]> {
  const { database, admin, attacker, victim } = border
  const { rows: assets } = await admin.query<{ id: number }>(
    'select asset_id::int as id from holdfast.asset where tenant_id = $1',
    [victim],
  )
  const ids = assets.map(({ id }) => id)
  const values = [victim, ids].slice(0, attack.call.includes('$2') ? 2 : attack.call.includes('$1') ? 1 : 0)
  let rows: Record<string, unknown>[]
  try {
    rows = await database.asTenant(attacker, async (tx) => (await tx.query(attack.call, values)).rows)
  } catch (error) {
    return attack.answer === 'refused' ? [] : [`${name}: ${(error as Error).message}`]
  }
  const cells = rows.flatMap((row) => Object.values(row))
  switch (attack.answer) {
    case 'refused':
      return [`${name}: answers where it should refuse`]
    case 'nothing':
      return rows.length === 0 ? [] : [`${name}: answers ${rows.length} rows`]
    case 'own': {
      const foreign = cells.filter((cell) => ids.includes(Number(cell)))
      return foreign.length === 0 ? [] : [`${name}: answers with assets of another tenant: ${foreign.join(', ')}`]
    }
    case 'numbers':
      return cells.every(
        (cell) => cell === null || Number.isInteger(Number(cell)) || !Number.isNaN(Date.parse(String(cell))),
      )
        ? []
        : [`${name}: answers with more than numbers`]
  }
}
