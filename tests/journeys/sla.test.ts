import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

describe('times in which findings are to be fixed', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
  })
  after(() => visitor?.leave())

  it('shows the rules of the product before anything is found', async () => {
    await visitor.open('/sla')
    await page.getByText('No finding has a time yet').waitFor()
    await page.getByText('Known to be exploited').waitFor()
    await page.getByText('those of the product').waitFor()
    await visitor.checkScreens(['/sla', '/sla?rule=new', '/sla?rule=critical'])
  })

  it('gives each finding its time, and leads from every number to its list', async () => {
    await page.evaluate(async () => {
      const table =
        '"id","fqdn/ip","port","severity","finding","cve","cwe"\n"weak","shop.example/","443","HIGH","weak cipher","",""\n"old","shop.example/","443","LOW","old protocol","",""\n'
      const headers = { 'content-type': 'application/json', 'x-holdfast-request': '1' }
      const body = JSON.stringify({ content: btoa(table), name: 'journey' })
      const reply = await fetch('/api/v1/vulnerabilities/reports', { method: 'POST', headers, body })
      if (!reply.ok) throw new Error(await reply.text())
    })
    await page.getByText('Nothing is overdue, and nothing is due within seven days').waitFor()
    await page
      .getByRole('row', { name: /high.*high/i })
      .getByRole('link', { name: '1 Later' })
      .click()
    await page.getByText('1 finding', { exact: true }).waitFor()
    await visitor.row('reports: weak').click()
    await visitor.drawer().getByText('Due', { exact: true }).waitFor()
  })

  it('takes a rule of one’s own, which goes first when it is moved up', async () => {
    await visitor.open('/sla')
    await page.getByRole('button', { name: 'Add a rule' }).click()
    const drawer = visitor.drawer()
    await drawer.getByLabel('Name').fill('At once')
    await drawer.getByLabel('Findings').fill('severty:high')
    await drawer.getByText('Findings have no token severty').waitFor()
    await drawer.getByLabel('Findings').fill('severity:high')
    await drawer.getByText('1 open finding matches it').waitFor()
    await drawer.getByLabel('Time', { exact: true }).fill('0.00001')
    await drawer.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('“At once” holds').waitFor()
    for (let place = 5; place > 0; place--) {
      await page.getByRole('button', { name: 'Move At once up' }).click()
      await page.getByText(`${place}At once`).waitFor()
    }
    await page.getByText('1 finding is past its time').waitFor()
    await page
      .getByRole('link', { name: /Overdue/ })
      .first()
      .click()
    await visitor.row('reports: weak').waitFor()
  })

  it('goes back to the rules of the product', async () => {
    await visitor.open('/sla')
    await visitor.checkScreens(['/sla', '/findings?q=sla%3Aoverdue'])
    await page.getByRole('button', { name: 'Rules of the product' }).click()
    await page.getByText('those of the product').waitFor()
    await page.getByText('Nothing is overdue').waitFor()
    assert.deepEqual(
      visitor.complaints.filter((text) => !/422/.test(text)),
      [],
    )
  })
})
