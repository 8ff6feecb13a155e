import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { noBrowser, openWindow, violations } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

describe('tenants: a provider makes a customer, goes there, invites somebody, and comes back', {
  skip: noBrowser ?? false,
}, () => {
  let visitor: Visitor
  let link = ''

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    await visitor.page.goto(visitor.installation.link())
    await visitor.page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
  })
  after(() => visitor?.leave())

  const where = () => visitor.page.getByRole('navigation', { name: 'Main' })

  it('becomes a provider, and makes a tenant', async () => {
    const { page } = visitor
    await visitor.open('/tenants')
    await page.getByRole('button', { name: /^Make .* a provider$/ }).click()
    await page.getByText('No tenant yet').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('+')
    await page.getByLabel('Name').fill('Anchor Foods')
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Make the tenant' }).click()
    await visitor.drawer().getByRole('button', { name: 'Go there' }).waitFor()
    await visitor.installation.run('tenant', 'create', 'Birch Health')
    const listed = await visitor.installation.run('tenant', 'name:birch*', '-o', 'json')
    assert.equal(JSON.parse(listed).data[0].name, 'Birch Health')
  })

  it('goes there by the keyboard, always seeing where one is, and invites somebody', async () => {
    const { page } = visitor
    await visitor.open('/tenants')
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page.getByRole('combobox', { name: 'Go to a tenant' }).fill('anchor')
    await page.getByRole('option', { name: /Anchor Foods/ }).waitFor()
    await page.keyboard.press('Enter')
    await where().getByText('guest of').waitFor()
    assert.match(page.url(), /tenant=ten_/)
    assert.equal(await where().getByRole('link', { name: 'Tenants' }).count(), 0)
    await visitor.open('/people?invite=somebody')
    await page.getByLabel('Name').fill('Anna Anchor')
    await page.getByLabel('Role').selectOption('owner')
    await page.getByRole('button', { name: 'Make the link' }).click()
    const shown = page.getByRole('dialog').getByText(/\/join#/)
    link = (await shown.textContent()) ?? ''
    await page.getByRole('button', { name: 'Done' }).click()
    await visitor.open('/people')
    await visitor.row('guest of').waitFor()
    await visitor.checkScreens(['/people', '/people?view=grants'])
  })

  it('says of an address of another tenant where it is from, and goes there', async () => {
    const { page } = visitor
    const here = new URL(page.url()).searchParams.get('tenant')
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page.getByRole('option').first().click()
    await where().getByText('provider').waitFor()
    await page.goto(`${visitor.origin}/people?view=grants&tenant=${here}`)
    await page.getByText('This address is of Anchor Foods').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Go to Anchor Foods' }).click()
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await where().getByText('guest of').waitFor()
    await page.goto(`${visitor.origin}/findings?tenant=ten_${'0'.repeat(22)}`)
    await page.getByText('a tenant that you cannot go to').waitFor()
    await page.getByRole('link', { name: /Stay in/ }).click()
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
  })

  it('shows a tab that was left behind that the sign-in went elsewhere', async () => {
    const { page, context } = visitor
    const left = await context.newPage()
    await left.goto(`${visitor.origin}/findings`)
    await left.getByRole('heading', { level: 1, name: 'Findings' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page.getByRole('option').first().click()
    await where().getByText('provider').waitFor()
    await left.getByRole('link', { name: /Not assessed/ }).click()
    await left.getByText('This address is of Anchor Foods').waitFor()
    await left.getByRole('link', { name: /Stay in/ }).click()
    await left.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    await left.getByRole('link', { name: /^Findings/ }).click()
    await left.getByRole('heading', { level: 1, name: 'Findings' }).waitFor()
    await left.close()
  })

  it('shows it also in a tab whose address never said where it is', async () => {
    const { page, context } = visitor
    const left = await context.newPage()
    // The tab does not learn that there are several tenants: its address stays without one.
    await left.route('**/api/v1/session/tenants?limit=2', () => {})
    await left.goto(`${visitor.origin}/findings`)
    await left.getByRole('heading', { level: 1, name: 'Findings' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page.getByRole('option', { name: /Anchor Foods/ }).click()
    await where().getByText('guest of').waitFor()
    await left.getByRole('link', { name: /Not assessed/ }).click()
    await left.getByText(/^This address is of/).waitFor()
    await left.close()
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page.getByRole('option').first().click()
    await where().getByText('provider').waitFor()
  })

  it('lets the customer see the grant and end it, which puts guests out at once', async () => {
    const anna = await openWindow(visitor.browser, 'dark')
    await anna.page.goto(`${visitor.origin}/join#${link.split('#')[1]}`)
    await anna.page.getByRole('button', { name: 'Join' }).click()
    await anna.page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    await anna.page.goto(`${visitor.origin}/people?view=grants`)
    await anna.page.getByRole('row').filter({ hasText: 'living' }).click()
    const drawer = anna.page.getByRole('complementary')
    await drawer.getByLabel('As at most').selectOption('reader')
    await drawer.getByRole('button', { name: 'Change the grant' }).click()
    await anna.page.getByText('The grant is changed').waitFor()
    assert.deepEqual(await violations(anna.page), [])
    await drawer.getByRole('button', { name: 'Revoke…' }).click()
    const dialog = anna.page.getByRole('dialog')
    await dialog.getByRole('textbox').fill((await drawer.getByRole('heading').first().textContent()) ?? '')
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
    await anna.page.getByText(/ is out$/).waitFor()
    await visitor.open('/tenants')
    await visitor.row('Anchor Foods').getByText('no grant').waitFor()
    await anna.context.close()
  })

  it('has no accessibility violation, with numbers and without, in light and dark', async () => {
    await visitor.row('Birch Health').getByRole('link').first().waitFor()
    await visitor.row('Birch Health').getByText('Birch Health').click()
    await visitor.drawer().getByRole('heading', { name: 'Birch Health' }).waitFor()
    await visitor.checkScreens(['/tenants', new URL(visitor.page.url()).pathname + new URL(visitor.page.url()).search])
    assert.deepEqual(visitor.complaints, [])
  })

  it('leads from a number to the list in that tenant, which has as many rows', async () => {
    const { page } = visitor
    await visitor.open('/tenants')
    const assets = visitor.row('Birch Health').getByRole('link').first()
    assert.equal(await assets.textContent(), '0')
    await assets.click()
    await where().getByText('guest of').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Inventory' }).waitFor()
    await page.getByText('0 assets').waitFor()
  })
})
