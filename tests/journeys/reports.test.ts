import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser } from './browser.ts'
import { exampleOf, tellHost } from './told-host.ts'
import { type Visitor, visit } from './visitor.ts'

const table = (...rows: string[]) =>
  Buffer.from(`"id","fqdn/ip","port","severity","finding","cve","cwe"\n${rows.join('\n')}\n`)
const sweet = '"SWEET32","shop.example/","443","MEDIUM","64 bit blocks","CVE-2016-2183",""'
const old = '"TLS1","shop.example/","443","LOW","TLS 1.0 is offered","",""'

describe('what other scanners and people know', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
  })
  after(() => visitor?.leave())

  const choose = async (...rows: string[]) => {
    await page.getByRole('button', { name: 'Import a report' }).first().click()
    const file = { name: 'tls.csv', mimeType: 'text/csv', buffer: table(...rows) }
    await visitor.drawer().locator('input[type=file]').setInputFiles(file)
    await visitor.drawer().getByRole('textbox', { name: 'Name' }).fill('weekly')
    await visitor.drawer().getByRole('button', { name: 'Import it' }).click()
  }

  it('imports a report, whose findings are there seconds later', async () => {
    await visitor.open('/vulnerabilities/reports')
    await page.getByText('No report was imported yet').waitFor()
    await choose(sweet, old)
    await page.getByText('2 weaknesses on 1 asset, 1 of them new').waitFor()
    await visitor.row('weekly').waitFor()
    await page.getByRole('link', { name: 'What they found' }).click()
    await visitor.row('SWEET32').waitFor()
    await visitor.row('TLS1').waitFor()
    await visitor.checkScreens([
      '/vulnerabilities/reports',
      '/vulnerabilities/reports?row=import',
      '/vulnerabilities/reports?row=weekly',
    ])
  })

  it('names a set of checks, which findings are asked for by', async () => {
    await visitor.open('/search-lists')
    await page.getByText('No search list yet').waitFor()
    await page.getByRole('button', { name: 'Make a list' }).first().click()
    const drawer = visitor.drawer()
    await drawer.getByRole('textbox', { name: 'Name' }).fill('Old ciphers')
    await drawer.getByText('Checks and CVEs that I name').click()
    await drawer.getByRole('textbox', { name: 'Checks and CVEs' }).fill('CVE-2016-2183, CVE-2013-2566')
    await drawer.getByText('1 check that found something here').waitFor()
    await drawer.getByRole('button', { name: 'Make the list' }).click()
    await visitor.row('Old ciphers').getByRole('link', { name: '1' }).click()
    await visitor.row('SWEET32').waitFor()
    assert.match(page.url(), /searchList/)
    await visitor.open('/search-lists')
    await visitor.row('Old ciphers').click()
    await drawer.getByText('What a query finds').click()
    await drawer.getByRole('combobox', { name: 'Query over checks' }).fill('cve:CVE-2016-*')
    await drawer.getByText('1 check that found something here').waitFor()
    await drawer.getByRole('button', { name: 'Save' }).click()
    await visitor.row('cve:CVE-2016-*').waitFor()
    const open = new URL(
      await visitor
        .row('cve:CVE-2016-*')
        .click()
        .then(() => page.url()),
    ).search
    await visitor.checkScreens(['/search-lists', '/search-lists?row=new', `/search-lists${open}`])
  })

  it('closes what the next report of the name no longer has, and takes it all back', async () => {
    await visitor.open('/vulnerabilities/reports')
    await choose(old)
    await page.getByText('1 weakness on 1 asset, 0 of them new').waitFor()
    await page.goto(`${visitor.origin}/findings?q=cve%3ACVE-2016-2183%20and%20status%3Afixed`)
    await visitor.row('SWEET32').waitFor()
    await visitor.open('/vulnerabilities/reports')
    await visitor.row('weekly').click()
    await visitor.drawer().getByRole('button', { name: 'Take it back' }).click()
    await visitor.drawer().getByRole('button', { name: 'Take back 1' }).click()
    await page.getByText('“weekly” is taken back').waitFor()
    await page.getByText('No report was imported yet').waitFor()
  })

  it('says what is wrong with a file that is no report', async () => {
    await visitor.open('/vulnerabilities/reports?row=import')
    const file = { name: 'a.json', mimeType: 'application/json', buffer: Buffer.from('{"a": 1}') }
    await visitor.drawer().locator('input[type=file]').setInputFiles(file)
    await visitor.drawer().getByRole('button', { name: 'Import it' }).click()
    await visitor.drawer().getByRole('alert').getByText('no report that is known').waitFor()
  })

  it('finds what a query finds, by a check of one’s own', async () => {
    const key = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-holdfast-request': '1' }
      const body = JSON.stringify({ name: 'journey' })
      const reply = await fetch('/api/v1/activation-keys', { method: 'POST', headers, body })
      return ((await reply.json()) as { data: { key: string } }).data.key
    })
    const host = await tellHost(visitor.origin, key, 'press-1')
    await host.state({ 'inventory.operating-system': [exampleOf('inventory.operating-system')] })
    await visitor.open('/vulnerabilities/own-checks')
    await page.getByText('No check of your own yet').waitFor()
    await page.getByRole('button', { name: 'Make a check' }).first().click()
    const drawer = visitor.drawer()
    await drawer.getByLabel('What is wrong').fill('A press is on the network')
    await drawer.getByLabel('Assets').fill('name:press*')
    await drawer.getByLabel('Severity').selectOption('high')
    await drawer.getByRole('button', { name: 'Make it' }).click()
    await visitor.row('A press is on the network').waitFor()
    await page.waitForFunction(async () => {
      const reply = await fetch('/api/v1/findings?q=asset.name%3Apress*%20and%20place%3AOwn*')
      return ((await reply.json()) as { data: unknown[] }).data.length === 1
    })
    await page.goto(`${visitor.origin}/findings?q=asset.name%3Apress*`)
    await visitor.row('A press is on the network').waitFor()
    await visitor.checkScreens(['/vulnerabilities/own-checks', '/vulnerabilities/own-checks?row=new'])
    assert.deepEqual(
      visitor.complaints.filter((text) => !/422/.test(text)),
      [],
    )
  })
})
