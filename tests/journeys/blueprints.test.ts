import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { noBrowser, violations } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

describe('blueprints: a provider gives a view and what is kept to its customers, sees what came of it, and looks after one', {
  skip: noBrowser ?? false,
}, () => {
  let visitor: Visitor

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    await visitor.page.goto(visitor.installation.link())
    await visitor.page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    for (const words of [
      ['tenant', 'provider'],
      ['tenant', 'create', 'Anchor Foods'],
      ['tenant', 'create', 'Birch Health'],
      ['tenant', 'retention', '--past', '180'],
    ])
      await visitor.installation.run(...words)
  })
  after(() => visitor?.leave())

  it('says for how long things are kept', async () => {
    const { page } = visitor
    await visitor.open('/organisation')
    const days = page.getByLabel('Days to look back')
    await days.waitFor()
    assert.equal(await days.inputValue(), '180')
    await page.getByLabel('Days of the audit log').fill('400')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('goes in the coming night').waitFor()
    assert.match(await visitor.installation.run('tenant', 'retention'), /audit\s+400 days/)
  })

  it('makes a blueprint, pushes it, and sees what came of it in each tenant', async () => {
    const { page } = visitor
    await visitor.open('/blueprints')
    await page.getByText('Nothing is given to tenants yet').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'New blueprint' }).first().click()
    await page.getByLabel('Name', { exact: true }).fill('Standard')
    await page.getByLabel('What is kept for how long').check()
    await page.getByRole('button', { name: 'Make it' }).click()
    await visitor.drawer().getByRole('heading', { name: 'Standard' }).waitFor()
    await visitor.drawer().getByRole('button', { name: 'Push' }).click()
    await page.getByText('On its way to 2 tenants').waitFor()
    const done = visitor.drawer().getByRole('link', { name: '2' })
    await done.waitFor()
    await visitor.checkScreens([new URL(page.url()).pathname + new URL(page.url()).search])
    assert.match(await visitor.installation.run('blueprint', 'list'), /Standard\s+placed\s+2 done/)
    await visitor.open('/blueprints/results')
    await visitor.row('Anchor Foods').getByText('done').waitFor()
    await visitor.row('Birch Health').getByText('done').waitFor()
    await visitor.row('Birch Health').getByText('Birch Health').click()
    await visitor.drawer().getByText('Retention: made').waitFor()
    await visitor.checkScreens(['/blueprints/results', new URL(page.url()).pathname + new URL(page.url()).search])
  })

  it('labels, bounds and holds a customer, and asks to erase it', async () => {
    const { page } = visitor
    await visitor.open('/tenants')
    await visitor.row('Anchor Foods').getByText('Anchor Foods').click()
    const drawer = visitor.drawer()
    await drawer.getByLabel('Labels').fill('gold, Europe')
    await drawer.getByRole('button', { name: 'Keep the labels' }).click()
    await page.getByText('Labels are kept').waitFor()
    await drawer.getByLabel('Assets', { exact: true }).fill('5000')
    await drawer.getByRole('button', { name: 'Keep the quotas' }).click()
    await page.getByText('may have that much').waitFor()
    await drawer.getByLabel('Reason').fill('Case 4711')
    await drawer.getByRole('button', { name: 'Hold', exact: true }).click()
    await drawer.getByText(/Nothing of it is deleted: Case 4711/).waitFor()
    await visitor.checkScreens([new URL(page.url()).pathname + new URL(page.url()).search])
    await drawer.getByRole('button', { name: 'Let it go' }).click()
    await page.getByText('is held no more').waitFor()
    await drawer.getByRole('button', { name: 'Ask to erase it…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Anchor Foods')
    await dialog.getByRole('button', { name: 'Ask to erase it' }).click()
    await drawer.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText('Nothing is erased').waitFor()
    assert.match(await visitor.installation.run('tenant', 'erasures'), /Anchor Foods\s+cancelled/)
    assert.match(await visitor.installation.run('tenant', 'quota', 'Anchor Foods'), /assets\s+-\s+5000/)
    assert.match(await visitor.installation.run('tenant', 'label:gold', '-o', 'json'), /Anchor Foods/)
  })

  it('shows the customer what came from the provider, and that it is theirs to change', async () => {
    const { page } = visitor
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page.getByRole('combobox', { name: 'Go to a tenant' }).fill('birch')
    await page.getByRole('option', { name: /Birch Health/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('navigation', { name: 'Main' }).getByText('guest of').waitFor()
    await visitor.open('/organisation')
    await page
      .getByText(/^from /)
      .first()
      .waitFor()
    await page.getByLabel('Days to look back').fill('20')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/they change it with their next push/).waitFor()
    await visitor.checkScreens(['/organisation'])
    const rest = visitor.complaints.filter((each) => !each.includes('409'))
    assert.deepEqual(rest, [])
  })
})
