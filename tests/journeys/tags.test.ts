import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser, violations } from './browser.ts'
import { exampleOf, tellHost } from './told-host.ts'
import { type Visitor, visit } from './visitor.ts'

describe('tags', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page
  let key = ''

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    key = await page.evaluate(async () => {
      const reply = await fetch('/api/v1/activation-keys', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-holdfast-request': '1' },
        body: JSON.stringify({ name: 'journey' }),
      })
      return ((await reply.json()) as { data: { key: string } }).data.key
    })
    for (const name of ['web-1', 'web-2', 'db-1']) await tell(name)
  })
  after(() => visitor?.leave())

  const tell = async (name: string) => {
    const host = await tellHost(visitor.origin, key, name)
    await host.state({ 'inventory.operating-system': [exampleOf('inventory.operating-system')] })
  }
  const row = (text: string) => visitor.row(text)
  const drawer = () => visitor.drawer()

  it('says what to do while there is none, and shows whom a query finds before anything is saved', async () => {
    await visitor.open('/tags')
    await page.getByText('No tag of your own yet').waitFor()
    await row('Agent').getByRole('link', { name: '3' }).waitFor()
    await page.keyboard.press('+')
    await drawer().getByLabel('Name', { exact: true }).fill('Web tier')
    const query = drawer().getByRole('combobox', { name: 'Query over assets' })
    await query.click()
    assert.ok((await questionsAsked(page)) < 5, 'suggestions are asked for again and again')
    await query.fill('name:web* and operatingSystem:')
    await query.fill('name:web* and operatingSystem:debian')
    await drawer().getByRole('region', { name: 'Preview' }).getByText('2 assets have it when you save').waitFor()
    await query.press('Escape')
    assert.deepEqual(await violations(page), [])
    await drawer().getByText('4', { exact: true }).click()
    await drawer().getByRole('button', { name: 'Make the tag' }).click()
    await row('Web tier').getByRole('link', { name: '2' }).waitFor()
    await drawer().getByText('name:web* and operatingSystem:debian').waitFor()
  })

  it('gives it to a host that comes later, while one looks', async () => {
    await tell('web-3')
    await row('Web tier').getByRole('link', { name: '3' }).waitFor()
    await row('Web tier').getByRole('link', { name: '3' }).click()
    await page.getByText('3 assets', { exact: true }).waitFor()
    assert.match(new URL(page.url()).search, /tags/)
  })

  it('tags all that match at once, says how many, and takes it back', async () => {
    await visitor.open('/inventory?q=name%3Aweb*')
    await page.getByRole('grid').getByRole('checkbox').first().check()
    await page.getByRole('button', { name: 'Tag …' }).click()
    await page.getByRole('heading', { name: 'Tag 3 assets' }).waitFor()
    await page.getByRole('textbox', { name: 'Tag' }).fill('Payroll')
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Make “Payroll”' }).click()
    await page.getByText('Gave “Payroll” to 3 assets').waitFor()
    await row('web-2').getByText('Payroll').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone for 3 assets').waitFor()
    await row('web-2').getByText('Payroll').waitFor({ state: 'detached' })
  })

  it('says why an asset has a tag, by keyboard', async () => {
    await page.getByRole('link', { name: 'web-1', exact: true }).click()
    const chip = page.getByRole('button', { name: 'Web tier' })
    await chip.focus()
    await page.keyboard.press('Enter')
    const why = page.getByRole('dialog', { name: 'Why it has the tag Web tier' })
    await why.getByText('operating system').waitFor()
    await why.getByText(/Debian/).waitFor()
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Escape')
    await why.waitFor({ state: 'detached' })
    assert.match((await page.locator('button:focus').textContent()) ?? '', /Web tier/)
    await page.getByRole('button', { name: 'Tag', exact: true }).click()
    await page.getByRole('button', { name: /Payroll/ }).click()
    await page.getByRole('button', { name: 'Payroll' }).click()
    await page.getByText('Given by hand by').waitFor()
    await page.getByRole('button', { name: 'Take it from this asset' }).click()
    await page.getByText('Took “Payroll” from it').waitFor()
  })

  it('has no accessibility violation in light and dark, and nothing went wrong in the page', async () => {
    await visitor.checkScreens(['/tags', '/tags?make=root', '/inventory?q=tags%3Aagent'])
    assert.deepEqual(
      visitor.complaints.filter((text) => !/422/.test(text)),
      [],
    )
  })
})

/** How often something that can be called off was begun within a second. */
function questionsAsked(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const scope = globalThis as unknown as { AbortController: typeof AbortController }
    const Real = scope.AbortController
    let count = 0
    scope.AbortController = class extends Real {
      constructor() {
        super()
        count++
      }
    }
    await new Promise((done) => setTimeout(done, 1000))
    scope.AbortController = Real
    return count
  })
}
