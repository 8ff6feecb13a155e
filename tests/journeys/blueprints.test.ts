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

  it('gives what people look at and work by, too', async () => {
    await visitor.page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-holdfast-request': '1' }
      const post = async (path: string, body: object) => {
        const reply = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
        const answer = (await reply.json()) as { data: { id: string; name: string } }
        if (!reply.ok) throw new Error(JSON.stringify(answer))
        return answer.data
      }
      const list = 'findings'
      const trigger = { kind: 'each' }
      const made = [
        { kind: 'tag', id: (await post('/tags', { name: 'Crown jewels', criticality: 5 })).id },
        { kind: 'role', id: (await post('/roles', { from: 'reader', title: 'Night shift' })).name },
        {
          kind: 'view',
          id: (await post('/views', { list, name: 'Worst first', query: 'severity:critical', visibility: 'tenant' }))
            .id,
        },
        { kind: 'board', id: (await post('/boards', { name: 'Start', widgets: [], visibility: 'tenant' })).id },
        {
          kind: 'alert',
          id: (
            await post('/alerts', { list, name: 'Anything grave', query: 'severity:critical', trigger, channels: [] })
          ).id,
        },
      ]
      const { id } = await post('/blueprints', { name: 'Looks', objects: made })
      await post(`/blueprints/${id}/push`, {})
    })
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
  })

  it('marks what came from the provider on its own screens, and says why it is not changed there', async () => {
    const { page } = visitor
    const screens = [
      { path: '/tags', row: 'Crown jewels', change: 'Change' },
      { path: '/people?view=roles', row: 'Night shift', change: 'Save' },
      { path: '/alerts', row: 'Anything grave', change: 'Remove' },
    ]
    const seen = []
    for (const { path, row, change } of screens) {
      await visitor.open(path)
      await visitor.row(row).getByText('from My organisation').waitFor()
      await visitor.row(row).getByText(row).first().click()
      await visitor.drawer().getByText('nobody changes it here').waitFor()
      const button = visitor.drawer().getByRole('button', { name: new RegExp(`^${change}`) })
      assert.equal(await button.getAttribute('aria-disabled'), 'true', path)
      seen.push(new URL(page.url()).pathname + new URL(page.url()).search)
    }
    // Whom it tells is the tenant's to say.
    await visitor.drawer().getByRole('button', { name: 'Change', exact: true }).click()
    assert.equal(await visitor.drawer().getByLabel('Name').count(), 0)
    await visitor.drawer().getByText('On', { exact: true }).click()
    await visitor.drawer().getByRole('button', { name: 'Save' }).click()
    await visitor.row('Anything grave').getByText('off', { exact: true }).waitFor()
    await visitor.open('/boards')
    await page.getByText('from My organisation').waitFor()
    await page.getByRole('link', { name: /Open/ }).first().click()
    await page.getByText('nobody changes it here').waitFor()
    assert.equal(await page.getByRole('button', { name: /^Edit/ }).getAttribute('aria-disabled'), 'true')
    seen.push(new URL(page.url()).pathname)
    await visitor.open('/findings')
    await page.getByRole('button', { name: 'Views', exact: true }).click()
    await page.getByRole('menuitemradio', { name: /Worst first/ }).click()
    await page.getByRole('button', { name: 'More about the view Worst first' }).click()
    await page.getByText('They alone change it.').waitFor()
    assert.equal(await page.getByRole('menuitem', { name: 'Remove' }).count(), 0)
    assert.deepEqual(await violations(page), [])
    await visitor.checkScreens(['/tags', '/people?view=roles', '/alerts', '/boards', ...seen])
    const rest = visitor.complaints.filter((each) => !each.includes('409'))
    assert.deepEqual(rest, [])
  })
})
