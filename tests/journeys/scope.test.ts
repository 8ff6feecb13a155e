import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser, openWindow, violations } from './browser.ts'
import { exampleOf, tellHost } from './told-host.ts'
import { type Visitor, visit } from './visitor.ts'

describe('an auditor who sees the assets of one tag', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page
  let guest: Awaited<ReturnType<typeof openWindow>>

  const send = (on: Page, method: string, path: string, body?: unknown) =>
    on.evaluate(
      async ([verb, address, text]) => {
        const reply = await fetch(`/api/v1${address}`, {
          method: verb!,
          headers: { 'content-type': 'application/json', 'x-holdfast-request': '1', 'if-match': '*' },
          ...(text !== undefined && { body: text }),
        })
        const answer = (await reply.json()) as { data: { id: string; key: string } }
        if (!reply.ok) throw new Error(JSON.stringify(answer))
        return answer
      },
      [method, path, body === undefined ? undefined : JSON.stringify(body)] as const,
    )

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    const { key } = (await send(page, 'POST', '/activation-keys', { name: 'journey' })).data
    for (const name of ['shop-1', 'shop-2', 'vault-1']) {
      const host = await tellHost(visitor.origin, key, name)
      await host.state({ 'inventory.operating-system': [exampleOf('inventory.operating-system')] })
    }
    await send(page, 'POST', '/tags', { name: 'Shops', query: 'name:shop*', colour: 'teal' })
    guest = await openWindow(visitor.browser, 'dark')
    await visitor.open('/tags')
    await visitor.row('Shops').getByRole('link', { name: '2' }).waitFor()
  })
  after(() => visitor?.leave())

  it('is invited to see just that', async () => {
    await visitor.open('/people?invite=somebody')
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('Role').selectOption('auditor')
    await page.getByLabel('Sees').selectOption('tags')
    assert.equal(await page.getByRole('button', { name: 'Make the link' }).getAttribute('aria-disabled'), 'true')
    await page.getByLabel('Assets with one of').selectOption({ label: 'Shops' })
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Make the link' }).click()
    const shown = page.getByRole('dialog').getByText(/\/join#/)
    await shown.waitFor()
    const link = (await shown.textContent()) ?? ''
    await page.getByRole('button', { name: 'Done' }).click()
    await guest.page.goto(`${visitor.origin}/join#${link.split('#')[1]}`)
    await guest.page.getByRole('button', { name: 'Join' }).click()
    await guest.page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    await visitor.open('/people')
    await visitor.row('Ada Lovelace').getByText('2 assets with Shops').waitFor()
  })

  it('sees it in lists, counts, completion and their account, and nothing else', async () => {
    for (const path of ['/inventory', '/findings', '/not-assessed', '/exceptions', '/account', '/']) {
      await visitor.open(path, guest.page)
      assert.ok(!(await guest.page.content()).includes('vault'), path)
      assert.deepEqual(await violations(guest.page), [], path)
    }
    await visitor.open('/inventory', guest.page)
    await guest.page.getByRole('row').filter({ hasText: 'shop-1' }).waitFor()
    await guest.page.getByText('2 assets', { exact: true }).waitFor()
    await visitor.open('/account', guest.page)
    await guest.page.getByText('you see 2 assets with Shops').waitFor()
    assert.equal(await guest.page.getByRole('link', { name: 'Audit' }).count(), 0)
    const hidden = (await send(page, 'GET', '/assets?q=name:vault*')) as unknown as { data: { id: string }[] }
    const tried = await guest.page.evaluate(
      async (id) => (await fetch(`/api/v1/assets/${id}`)).status,
      hidden.data[0]!.id,
    )
    assert.equal(tried, 404)
  })

  it('sees another part as soon as the owner says so, in a unit', async () => {
    await visitor.open('/people?view=units')
    await page.getByText('There is no unit').waitFor()
    await send(page, 'POST', '/tags', { name: 'Vaults', query: 'name:vault*', colour: 'red' })
    await visitor.open('/people?view=units&row=new')
    await visitor.drawer().getByLabel('Name').fill('Treasury')
    await visitor.drawer().getByLabel('Assets with one of').selectOption({ label: 'Vaults' })
    assert.deepEqual(await violations(page), [])
    await visitor.drawer().getByRole('button', { name: 'Make it' }).click()
    await visitor.row('Treasury').getByText('1 asset with Vaults').waitFor()
    await visitor.open('/people')
    await visitor.row('Ada Lovelace').click()
    await visitor.drawer().getByLabel('Sees').selectOption({ label: 'the unit Treasury' })
    assert.deepEqual(await violations(page), [])
    await visitor.drawer().getByRole('button', { name: 'Show this' }).click()
    await visitor.row('Ada Lovelace').getByText('1 asset of Treasury').waitFor()
    await visitor.open('/inventory', guest.page)
    await guest.page.getByRole('row').filter({ hasText: 'vault-1' }).waitFor()
    assert.ok(!(await guest.page.content()).includes('shop-'))
    // That of the first key, while the agent was being packed.
    assert.deepEqual(
      visitor.complaints.filter((words) => !words.includes('503')),
      [],
    )
  })
})
