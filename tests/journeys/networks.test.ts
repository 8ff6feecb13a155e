import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { exampleOf, tellHost } from './told-host.ts'
import { type Visitor, visit } from './visitor.ts'

describe('networks whose address spaces overlap', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page
  const column = (row: string, name: string) =>
    visitor
      .row(row)
      .getByRole('gridcell')
      .nth(name === 'assets' ? 1 : 2)

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
  })
  after(() => visitor?.leave())

  it('says what they are for where there is none, and makes one', async () => {
    await visitor.checkScreens(['/networks', '/networks?row=new'])
    await visitor.open('/networks')
    await page.getByText('No network yet').waitFor()
    await page.getByRole('button', { name: 'Make a network' }).first().click()
    await visitor.drawer().getByLabel('Name').fill('Plant')
    await visitor.drawer().getByRole('button', { name: 'Make it' }).click()
    await visitor.row('Plant').waitFor()
    await visitor.row('Default').waitFor()
  })

  it('refuses a name twice, and gives another one', async () => {
    await page.getByRole('button', { name: 'Make a network' }).first().click()
    await visitor.drawer().getByLabel('Name').fill('Plant')
    await visitor.drawer().getByRole('button', { name: 'Make it' }).click()
    await visitor.drawer().getByRole('alert').getByText('“Plant” already').waitFor()
    await visitor.drawer().getByRole('button', { name: 'Close' }).click()
    await visitor.row('Plant').click()
    await visitor.drawer().getByLabel('Name').fill('Plant 7')
    await visitor.drawer().getByRole('button', { name: 'Save' }).click()
    await page.getByText('It is called “Plant 7” now').waitFor()
    await visitor.row('Plant 7').waitFor()
  })

  it('takes a source into it with its assets, and counts what is where', async () => {
    const key = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-holdfast-request': '1' }
      const body = JSON.stringify({ name: 'journey' })
      const reply = await fetch('/api/v1/activation-keys', { method: 'POST', headers, body })
      return ((await reply.json()) as { data: { key: string } }).data.key
    })
    for (const name of ['press-1', 'press-2']) {
      const host = await tellHost(visitor.origin, key, name)
      await host.state({ 'inventory.operating-system': [exampleOf('inventory.operating-system')] })
    }
    await visitor.open('/sources')
    await visitor.row('press-1').click()
    await visitor.drawer().getByLabel('Network').selectOption({ label: 'Plant 7' })
    await visitor.drawer().getByRole('button', { name: 'Take it into Plant 7' }).click()
    await page.getByText('press-1 is in Plant 7 now').waitFor()
    await visitor.row('press-1').getByText('Plant 7').waitFor()
    await visitor.open('/networks')
    for (const row of ['Default', 'Plant 7'])
      for (const name of ['assets', 'sources']) assert.equal((await column(row, name).textContent())?.trim(), '1', row)
    await column('Plant 7', 'assets').getByRole('link').click()
    await visitor.row('press-1').first().waitFor()
    assert.equal(await visitor.row('press-2').count(), 0)
  })

  it('has no accessibility violation in light and dark', async () => {
    await visitor.open('/networks')
    await visitor.row('Plant 7').click()
    const address = new URL(page.url())
    const shots = process.env.HOLDFAST_SCREENSHOTS
    if (shots) {
      await page.screenshot({ path: `${shots}/networks-light.png` })
      await visitor.inTheme('dark', 1440, async (other) => {
        await visitor.open(address.pathname + address.search, other)
        await other.screenshot({ path: `${shots}/networks-dark.png` })
      })
    }
    await visitor.checkScreens(['/networks', address.pathname + address.search])
    // A refusal was provoked above.
    assert.deepEqual(
      visitor.complaints.filter((line) => !line.includes('409')),
      [],
    )
  })
})
