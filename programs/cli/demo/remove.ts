import type { VerbContext } from '@holdfast/platform/contract'
import pg from 'pg'
import { readSettings } from '../../server/settings.ts'
import { withDatabase } from '../backup/with-database.ts'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

/** `holdfast demo remove` */
export async function run({ out, say }: VerbContext): Promise<number> {
  const settings = readSettings()
  return withDatabase(settings, say, async (access) => {
    if (!access.admin || access.kind !== 'embedded')
      throw new CliError('A tenant is removed whole in an embedded database only.', { code: exitCode.unavailable })
    const client = new pg.Client(access.admin)
    await client.connect()
    try {
      const { rows } = await client.query<{ id: number; publicId: string }>(
        `select id, public_id as "publicId" from holdfast.tenant where kind = 'demo' order by id`,
      )
      if (rows.length === 0) {
        say('There is no demo tenant.')
        return exitCode.ok
      }
      for (const { id, publicId } of rows) {
        await removeTenant(client, id)
        await out(`${publicId}\n`)
      }
      say(`Removed ${rows.length === 1 ? 'the demo tenant' : `${rows.length} demo tenants`} with all that was theirs.`)
      return exitCode.ok
    } finally {
      await client.end()
    }
  })
}

/** All rows of the tenant in all tables, in one transaction. Nothing that remains can refer to them: every key between tables is led by the tenant. */
async function removeTenant(client: pg.Client, id: number): Promise<void> {
  await client.query('begin')
  try {
    // Neither counts nor histories are kept of what goes as a whole.
    await client.query(`set local session_replication_role = replica`)
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    )
    for (const { name } of rows) await client.query(`delete from holdfast."${name}" where tenant_id = $1`, [id])
    await client.query(`delete from holdfast.tenant where id = $1 and kind = 'demo'`, [id])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
