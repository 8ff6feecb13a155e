import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openHome, readEmbeddedAccess } from '@holdfast/platform/store'
import pg from 'pg'
import { noBrowser, violations } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

describe('a demo: made with one click, marked wherever one is, and removed whole', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let admin: pg.Client
  let demo = ''

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    admin = new pg.Client(readEmbeddedAccess(openHome(visitor.installation.home))!.admin)
    await admin.connect()
    await visitor.page.goto(visitor.installation.link())
    await visitor.page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
  })
  after(async () => {
    await admin?.end()
    await visitor?.leave()
  })

  const where = () => visitor.page.getByRole('navigation', { name: 'Main' })
  const internalId = async (tenant: string) =>
    (await admin.query<{ id: number }>('select id from holdfast.tenant where public_id = $1', [tenant])).rows[0]!.id

  /** How many rows each table has of a tenant. */
  async function rowsOf(tenantId: number): Promise<Record<string, number>> {
    const { rows } = await admin.query<{ table: string; column: string }>(
      `select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not a.attisdropped
          and a.attname in ('tenant_id', 'owner_tenant') and a.attnum > 0`,
    )
    const counts: Record<string, number> = {}
    for (const { table, column } of rows) {
      const { rows: found } = await admin.query<{ n: number }>(
        `select count(*)::int as n from holdfast.${table} where ${column} = $1`,
        [tenantId],
      )
      if (found[0]!.n > 0) counts[table] = found[0]!.n
    }
    return counts
  }

  it('is made from the empty Home, says how far it is, and is gone to', async () => {
    const { page } = visitor
    await page.getByRole('button', { name: 'See it with a demo tenant' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/20 hosts that are not there/).waitFor()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('region', { name: 'Demo data' }).waitFor({ timeout: 120_000 })
    await where().getByText('demo data').waitFor()
    demo = new URL(page.url()).searchParams.get('tenant') ?? ''
    assert.match(demo, /^ten_\w{22}$/)
    await visitor.open('/inventory')
    await page.getByText('20 assets').waitFor()
    const { rows } = await admin.query<{ open: number }>(
      'select count(*)::int as open from holdfast.finding where tenant_id = $1',
      [await internalId(demo)],
    )
    assert.ok(rows[0]!.open > 20, `${rows[0]!.open} findings`)
    await visitor.checkScreens(['/inventory'])
  })

  it('is told apart in the list and in the switcher, beside one that the command line made', async () => {
    const { page, installation } = visitor
    await page.getByRole('button', { name: 'Back to My organisation' }).click()
    await where().getByText('this installation').waitFor()
    const second = (await installation.run('demo', 'create', '--agents', '3')).trim()
    await visitor.open('/tenants')
    await visitor.row('Demo 2').getByText('demo', { exact: true }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page
      .getByRole('option', { name: /Demo 2/ })
      .getByText('demo data')
      .waitFor()
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Escape')
    await visitor.checkScreens([`/tenants?row=${demo}`, `/tenants?row=${demo}&remove=demo`])
    await assert.rejects(installation.run('demo', 'remove'), /several demo tenants/)
    assert.equal((await installation.run('demo', 'remove', 'Demo 2')).trim(), second)
  })

  it('is removed from within, asked once, and nothing is left of it', async () => {
    const { page, installation } = visitor
    const tenantId = await internalId(demo)
    assert.ok(Object.keys(await rowsOf(tenantId)).length > 25)
    await page.goto(`${visitor.origin}/?tenant=${demo}`)
    await page.getByRole('button', { name: 'Go to Demo' }).click()
    await page.getByRole('button', { name: 'Remove the demo…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click()
    await page.getByText('“Demo” is closed').waitFor()
    const gone = async () =>
      (await admin.query('select 1 from holdfast.tenant where id = $1', [tenantId])).rowCount === 0
    while (!(await gone())) await page.waitForTimeout(200)
    assert.deepEqual(await rowsOf(tenantId), {})
    await visitor.open('/tenants')
    await page.getByText('owns no tenants').waitFor()
    await page.getByRole('button', { name: 'See it with a demo tenant' }).waitFor()
    assert.equal((await installation.run('demo', 'remove')).trim(), '')
    // The first tenant goes on.
    assert.match(await installation.run('query', 'status:new', '--output', 'json'), /schemaVersion/)
    assert.deepEqual(visitor.complaints, [])
  })
})
