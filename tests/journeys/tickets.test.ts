import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

describe('work on findings', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    await report('weak', 'old')
  })
  after(() => visitor?.leave())

  /** A scan that finds these on one host, and nothing else. */
  const report = (...rules: string[]) =>
    page.evaluate(async (found) => {
      const lines = found.map((rule) => `"${rule}","shop.example/","443","HIGH","told","",""`)
      const table = `"id","fqdn/ip","port","severity","finding","cve","cwe"\n${lines.join('\n')}\n`
      const headers = { 'content-type': 'application/json', 'x-holdfast-request': '1' }
      const body = JSON.stringify({ content: btoa(table), name: 'journey' })
      const reply = await fetch('/api/v1/vulnerabilities/reports', { method: 'POST', headers, body })
      if (!reply.ok) throw new Error(await reply.text())
    }, rules)

  it('says that nothing is to be done, and opens a ticket on a finding', async () => {
    await visitor.open('/tickets')
    await page.getByText('Nothing is to be done').waitFor()
    await page.waitForFunction(async () => {
      const reply = await fetch('/api/v1/findings?q=asset.name%3Ashop*')
      return ((await reply.json()) as { data: unknown[] }).data.length === 2
    })
    await visitor.open('/findings?q=asset.name%3Ashop*')
    await visitor.row('reports: weak').click()
    await visitor.drawer().getByRole('button', { name: 'Open a ticket' }).click()
    await visitor.drawer().getByText('#1').waitFor()
    await visitor
      .drawer()
      .getByRole('link', { name: /reports: weak/ })
      .waitFor()
    await visitor.checkScreens(['/tickets', '/tickets?row=1'])
  })

  it('opens tickets for many that were chosen in the list, one for each asset', async () => {
    await visitor.open('/findings?q=asset.name%3Ashop*')
    await visitor.row('reports: old').getByRole('checkbox').check()
    await page.getByRole('link', { name: 'Open tickets…' }).click()
    const drawer = visitor.drawer()
    await drawer.getByText('1 open finding.').waitFor()
    await drawer.getByText('asset', { exact: true }).click()
    await visitor.checkScreens([new URL(page.url()).pathname + new URL(page.url()).search])
    await drawer.getByRole('button', { name: 'Open tickets' }).click()
    await page.getByText('Opened 1 ticket').waitFor()
    await visitor.row('What is wrong on shop').waitFor()
    await visitor.open('/tickets?row=new&for=severity%3Alow')
    await drawer.getByText('0 open findings.').waitFor()
  })

  it('shows what others change while one looks', async () => {
    await visitor.open('/tickets?q=state%3A%5Bopen%2C%20reopened%5D')
    await visitor.row('What is wrong on shop').waitFor()
    await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-holdfast-request': '1' }
      const edit = (body: object) =>
        fetch('/api/v1/tickets/edit', { method: 'POST', headers, body: JSON.stringify(body) }).then((reply) => reply.ok)
      if (!(await edit({ tickets: [2], dueAt: '2031-05-05T12:00:00Z' }))) throw new Error('not edited')
    })
    await visitor
      .row('What is wrong on shop')
      .getByText(/in [45] years|2031/)
      .waitFor()
  })

  it('makes a policy, in an order, and says at the rule what is wrong', async () => {
    await visitor.open('/tickets?row=policy')
    const drawer = visitor.drawer()
    await drawer.getByText('no ticket is opened by itself').waitFor()
    await drawer.getByRole('button', { name: 'Add a rule' }).click()
    await drawer.getByRole('button', { name: 'Add a rule' }).click()
    const second = drawer.getByRole('region', { name: 'Rule 2' })
    await second.getByLabel('Findings').fill('severty:low')
    await second.getByLabel('What happens').selectOption('nothing')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await second.getByRole('alert').getByText('no token severty').waitFor()
    await second.getByLabel('Findings').fill('severity <= low')
    await second.getByRole('button', { name: /^Move Rule 2 up/ }).click()
    await visitor.checkScreens(['/tickets?row=policy'])
    await drawer.getByRole('button', { name: 'Save' }).click()
    await page.getByText('holds for what is found from now on').waitFor()
    await visitor.open('/tickets?row=policy')
    await drawer.getByText('1.', { exact: true }).waitFor()
    assert.equal(await drawer.getByLabel('Name').first().inputValue(), 'Rule 2')
    for (const _ of ['Rule 2', 'Rule 1'])
      await drawer
        .getByRole('button', { name: /^Remove/ })
        .first()
        .click()
    await drawer.getByRole('button', { name: 'Save' }).click()
    await page.getByText('holds for what is found from now on').first().waitFor()
  })

  it('gives it to somebody, with a word, and resolves it', async () => {
    await visitor.open('/tickets?row=1')
    const drawer = visitor.drawer()
    const who = drawer.getByLabel('Who')
    await who.selectOption({ index: 1 })
    await page.getByText('Given', { exact: true }).waitFor()
    await drawer.getByLabel('Comment').fill('On Friday.')
    await drawer.getByRole('button', { name: 'Say it' }).click()
    await drawer.getByText('“On Friday.”').waitFor()
    await drawer.getByRole('button', { name: 'Resolved', exact: true }).click()
    await page.getByText('the next test confirms it').waitFor()
    await drawer.getByRole('button', { name: 'Open again' }).waitFor()
  })

  it('is closed by evidence, not by words', async () => {
    await report('old')
    await visitor.open('/tickets?q=state%3Afixed')
    await page.waitForFunction(async () => {
      const reply = await fetch('/api/v1/tickets/1')
      return ((await reply.json()) as { data: { state: string } }).data.state === 'fixed'
    })
    await visitor.open('/tickets?q=state%3Afixed&row=1')
    await visitor.drawer().getByText('all of its findings are fixed').waitFor()
    await visitor.checkScreens(['/tickets?q=state%3Afixed&row=1'])
    assert.deepEqual(
      visitor.complaints.filter((text) => !/422/.test(text)),
      [],
    )
  })
})
