import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser, violations } from './browser.ts'
import { exampleOf, tellHost } from './told-host.ts'
import { type Visitor, visit } from './visitor.ts'

/** Facts of which a check fails. */
const failing = JSON.parse(
  readFileSync(
    new URL('../../apps/inventory/content/no-account-has-an-empty-password/fail.json', import.meta.url),
    'utf8',
  ),
) as { facts: Record<string, readonly { items: readonly Record<string, unknown>[] }[]> }

describe('boards', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page
  let board = ''

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    const { key } = await send<{ key: string }>('/activation-keys', { name: 'journey' })
    for (const name of ['web-1', 'web-2', 'db-1']) {
      const host = await tellHost(visitor.origin, key, name)
      const accounts = failing.facts['inventory.account']!.flatMap(({ items }) => items)
      await host.state({
        'inventory.operating-system': [exampleOf('inventory.operating-system')],
        ...(name !== 'db-1' && { 'inventory.account': accounts }),
      })
    }
  })
  after(() => visitor?.leave())

  /** Asks the interface with the page's own session. */
  const send = <Data>(path: string, body: object): Promise<Data> =>
    page.evaluate(
      async ([to, text]) => {
        const reply = await fetch(`/api/v1${to}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-holdfast-request': '1' },
          body: text!,
        })
        if (!reply.ok) throw new Error(`${to} ${text}: ${await reply.text()}`)
        const answer = (await reply.json()) as { data: never; page?: { total: number } }
        return (answer.page ?? answer.data) as never
      },
      [path, JSON.stringify(body)],
    )
  const lists: Readonly<Record<string, string>> = {
    '/inventory': 'assets',
    '/findings': 'findings',
    '/not-assessed': 'not-assessed',
  }

  /** Every number on the board that is a link, with the list that it leads to. */
  async function marks() {
    const links = await page
      .locator('main a[href*="?q="]')
      .evaluateAll((all) =>
        (all as unknown as readonly { getAttribute(name: string): string | null; textContent: string | null }[]).map(
          (link) => ({ href: link.getAttribute('href') ?? '', text: link.textContent ?? '' }),
        ),
      )
    return links.map(({ href, text }) => {
      const { pathname, searchParams } = new URL(href, visitor.origin)
      const q = searchParams.get('q') ?? ''
      const numbers = text.replace(/\b(a|last|seven|day|week|month|days)\b/g, '').match(/\d[\d,]*(?=\D*$)/)
      return { list: lists[pathname]!, q: q === '*' ? '' : q, count: Number(numbers?.[0].replaceAll(',', '')), text }
    })
  }

  it('has boards to begin with, and makes one of them one’s own', async () => {
    await visitor.open('/boards')
    await page.getByText('You have no board yet').waitFor()
    await page.getByRole('link', { name: 'Overview', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await page.getByRole('region', { name: 'Critical and open' }).getByRole('link').first().waitFor()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Make it mine' }).click()
    await page.waitForURL(/\/boards\/brd_/)
    board = new URL(page.url()).pathname
  })

  it('adds a widget, moves it by keyboard, makes it wider, and keeps it', async () => {
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await page.getByRole('button', { name: 'Add a widget' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a widget' })
    await dialog.getByLabel('Title').fill('Accounts without a password')
    await dialog.getByText('Table', { exact: true }).click()
    await dialog.getByRole('combobox', { name: 'What it counts' }).fill('status:open')
    await dialog.getByRole('combobox', { name: 'What it counts' }).press('Escape')
    await dialog.getByLabel('Counted by').fill('asset.name, severity')
    await dialog.getByRole('link', { name: '1' }).first().waitFor()
    assert.deepEqual(await violations(page), [])
    await dialog.getByRole('button', { name: 'Add it' }).click()
    const back = page.getByRole('button', { name: 'Move Accounts without a password back' })
    await back.focus()
    for (let step = 0; step < 8; step++) await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Make Accounts without a password wider' }).press('Enter')
    assert.equal(await page.locator('main section h2').first().textContent(), 'Accounts without a password')
    await page.getByRole('button', { name: 'Keep changes' }).click()
    await page.getByText('“Overview” is kept').waitFor()
    await visitor.open(board)
    assert.equal(await page.locator('main section h2').first().textContent(), 'Accounts without a password')
  })

  it('leads from every number to a list of exactly that many rows', async () => {
    await page.getByRole('region', { name: 'Accounts without a password' }).getByRole('link').first().waitFor()
    await page.getByRole('figure', { name: /Open findings, day by day: from/ }).waitFor()
    await page.locator('main canvas').waitFor()
    const found = await marks()
    assert.ok(found.length > 35, `${found.length} numbers`)
    for (const { list, q, count, text } of found) {
      const { total } = await send<{ total: number }>(`/${list}/search`, { q, limit: 1 })
      assert.equal(count, total, `${text} → ${list} ${q}`)
    }
    await page.getByRole('region', { name: 'Most open findings by asset' }).getByRole('link').first().click()
    await page.getByText(/^1 finding$/).waitFor()
  })

  it('shows a list grouped, and as it was', async () => {
    await visitor.open('/findings')
    await page.getByRole('button', { name: 'Group', exact: true }).click()
    await page
      .getByRole('menuitem', { name: 'Asset', exact: true })
      .or(page.getByRole('menuitemradio', { name: 'Asset', exact: true }))
      .click()
    const table = page.getByRole('region', { name: 'Groups of findings' })
    await table.getByRole('row', { name: /web-1/ }).getByRole('link', { name: /^1/ }).waitFor()
    assert.deepEqual(await violations(page), [])
    await table.getByRole('row', { name: /web-1/ }).getByRole('link').click()
    await page.getByText(/^1 finding$/).waitFor()
    await page.getByRole('button', { name: 'As of', exact: true }).click()
    await page.getByText('A week ago', { exact: true }).click()
    await page.getByText(/^As of \d/).waitFor()
    await page.getByText(/^0 findings$/).waitFor()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Back to now' }).click()
    await page.getByText(/^1 finding$/).waitFor()
  })

  it('begins with the board, and every screen of it is clean in light and dark', async () => {
    await visitor.open(board)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByText('Begin with it', { exact: true }).click()
    await page.getByText('You begin with “Overview”').waitFor()
    await visitor.open('/')
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await visitor.checkScreens(['/boards', board, '/boards/coverage', '/'])
    assert.deepEqual(visitor.complaints, [])
  })
})
