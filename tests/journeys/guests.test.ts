import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openHome, readEmbeddedAccess } from '@holdfast/platform/store'
import pg from 'pg'
import { noBrowser, openWindow, violations } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

describe('a guest of a campaign: comes by the open door, follows the one outbreak, and goes without a trace', {
  skip: noBrowser ?? false,
}, () => {
  let visitor: Visitor
  let admin: pg.Client
  let guest: Awaited<ReturnType<typeof openWindow>>
  let tenant = ''

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    admin = new pg.Client(readEmbeddedAccess(openHome(visitor.installation.home))!.admin)
    await admin.connect()
    await visitor.page.goto(visitor.installation.link())
    await visitor.page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    guest = await openWindow(visitor.browser, 'light')
  })
  after(async () => {
    await admin?.end()
    await visitor?.leave()
  })

  it('is let in by nobody before the operator switches it on, which takes two clicks', async () => {
    await guest.page.goto(`${visitor.origin}/guest/wannacry`)
    await guest.page.getByRole('heading', { name: 'Nobody is let in here for that' }).waitFor()
    await visitor.open('/campaigns')
    const card = visitor.page.getByRole('region', { name: 'Guests' })
    await card.getByRole('combobox', { name: 'Let guests in for' }).selectOption({ label: 'WannaCry' })
    await card.getByRole('button', { name: 'Switch on' }).click()
    await card.getByText('0 of 20 live, 30 days each').waitFor()
    await visitor.checkScreens(['/campaigns', '/guest/wannacry', '/guest/nothing-like-this'])
  })

  it('opens a tenant, with its end told from the beginning, and sees the campaign and nothing else', async () => {
    const { page } = guest
    await page.reload()
    await page.getByText('After 30 days it ends, and everything in it is erased.').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Open a tenant' }).click()
    const link = await page.getByText(/\/join#\w{43}/).textContent()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Go to the campaign' }).click()
    await page
      .getByRole('region', { name: 'The end of this tenant' })
      .getByText(/^Ends /)
      .waitFor()
    await page.getByRole('region', { name: /^WannaCry/ }).waitFor()
    await page.getByText('All packs that are known are followed or closed.').waitFor()
    const rail = page.getByRole('navigation', { name: 'Main' })
    assert.deepEqual(
      (await rail.getByRole('link').allTextContents())
        .map((text) => text.replace(/\d+$/, ''))
        .filter((text) => /Finding|Vulner|Alert|People|Exception|Board|Home/.test(text)),
      [],
    )
    assert.deepEqual(await violations(page), [])
    const refused = await page.evaluate(async () => {
      const reply = await fetch('/api/v1/findings')
      const { code } = (await reply.json()) as { code: string }
      return { status: reply.status, code }
    })
    assert.deepEqual([refused.status, refused.code], [403, 'guest-tenant'])
    const { rows } = await admin.query<{ id: string }>(
      `select public_id as id from holdfast.tenant where kind = 'guest'`,
    )
    tenant = rows[0]!.id
    // Another browser comes back by the link.
    const again = await openWindow(visitor.browser, 'dark')
    await again.page.goto(link!.trim())
    await again.page.getByRole('button', { name: 'Sign in' }).click()
    await again.page.getByRole('region', { name: 'The end of this tenant' }).waitFor()
    await again.context.close()
  })

  it('takes everything along, and installs an agent by the command that is shown', async () => {
    const { page } = guest
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export the data' }).click(),
    ])
    assert.match(download.suggestedFilename(), /^holdfast-tenant-.*\.ndjson$/)
    await page.goto(`${visitor.origin}/sources?install=agent`)
    const dialog = page.getByRole('dialog', { name: 'Install an agent' })
    await dialog.getByRole('button', { name: 'Make the command' }).click()
    await dialog.getByText(/curl .*install/).waitFor()
    assert.deepEqual(await violations(page), [])
  })

  it('is out at the end, and nothing is left but the tombstone', async () => {
    const { page } = guest
    const listed = await visitor.installation.run('campaign', 'guests', 'list')
    assert.match(listed, new RegExp(`${tenant} +wannacry`))
    // Its time is over: what the clock of the server does every ten minutes is asked for at once.
    await admin.query(`update holdfast.tenant_guest set ends_at = now() where child_public_id = $1`, [tenant])
    await admin.query(`select holdfast_jobs.add_job('tenants.end-guests', '{}'::json)`)
    for (let tries = 0; ; tries++) {
      const { rows } = await admin.query<{ state: string }>(
        'select state from holdfast.tenant_erasure where child_public_id = $1',
        [tenant],
      )
      if (rows[0]?.state === 'done') break
      assert.ok(tries < 300, `the erasure is ${rows[0]?.state ?? 'not asked for'}`)
      await page.waitForTimeout(200)
    }
    await page.goto(`${visitor.origin}/campaigns`)
    await page.getByRole('heading', { name: /Sign in/ }).waitFor()
    const { rowCount } = await admin.query('select from holdfast.tenant where public_id = $1', [tenant])
    assert.equal(rowCount, 0)
    await visitor.installation.run('campaign', 'guests', 'off', 'wannacry')
    await visitor.open('/campaigns')
    assert.deepEqual(visitor.complaints, [])
  })
})
