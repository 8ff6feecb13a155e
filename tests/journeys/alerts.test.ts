import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { verifyWebhook } from '@holdfast/platform/notify'
import {
  type HttpReceiver,
  httpReceiver,
  localTls,
  type MailReceiver,
  mailReceiver,
} from '@holdfast/platform/notify/testing'
import type { Page } from 'playwright-core'
import { noBrowser, violations } from './browser.ts'
import { exampleOf, tellHost } from './told-host.ts'
import { type Visitor, visit } from './visitor.ts'

describe('alerts', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page
  let mail: MailReceiver
  let hook: HttpReceiver
  let key = ''
  let secret = ''
  const ends: (() => unknown)[] = []
  const later = { after: (end: () => unknown) => void ends.push(end) }

  before(async () => {
    mail = await mailReceiver(later, localTls)
    hook = await httpReceiver(later)
    visitor = await visit({
      arguments: ['--no-agent'],
      environment: {
        HOLDFAST_SMTP: `smtp+starttls://holdfast:mail-secret-7@localhost:${mail.port}?from=alerts@example.org`,
        HOLDFAST_SMTP_CA: localTls.authorityFile,
        HOLDFAST_NOTIFY_NETWORKS: '127.0.0.0/8, ::1',
      },
    })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    key = await page.evaluate(async () => {
      const reply = await fetch('/api/v1/activation-keys', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-holdfast-request': '1' },
        body: JSON.stringify({ name: 'journey' }),
      })
      if (!reply.ok) throw new Error(await reply.text())
      return ((await reply.json()) as { data: { key: string } }).data.key
    })
    await tell('web-1')
  })
  after(async () => {
    await visitor?.leave()
    for (const end of ends) await end()
  })

  const tell = async (name: string) => {
    const host = await tellHost(visitor.origin, key, name)
    await host.state({ 'inventory.operating-system': [exampleOf('inventory.operating-system')] })
  }
  const drawer = () => visitor.drawer()
  const until = async (what: string, holds: () => boolean) => {
    for (let waited = 0; !holds(); waited++) {
      assert.ok(waited < 600, `waited in vain for ${what}`)
      await page.waitForTimeout(50)
    }
  }

  it('makes channels, says what a webhook is signed with once, and shows the real answer to a test', async () => {
    await visitor.open('/alerts?view=channels')
    await page.getByText('No channel yet').waitFor()
    await page.keyboard.press('+')
    await drawer().getByLabel('Name', { exact: true }).fill('Operations')
    await drawer().getByLabel('Addresses, separated by commas').fill('ops@example.org')
    assert.deepEqual(await violations(page), [])
    await drawer().getByRole('button', { name: 'Make the channel' }).click()
    await visitor.row('Operations').waitFor()
    await page.getByRole('button', { name: 'New channel' }).click()
    await drawer().getByLabel('Name', { exact: true }).fill('Hook')
    await drawer().getByText('Webhook', { exact: true }).click()
    await drawer().getByLabel('Address', { exact: true }).fill(`${hook.url}/in`)
    await drawer().getByRole('button', { name: 'Make the channel' }).click()
    secret = (await drawer().getByRole('status').locator('code').textContent()) ?? ''
    assert.match(secret, /^whsec_/)
    await drawer().getByRole('button', { name: 'Done' }).click()
    await visitor.row('Operations').click()
    await drawer().getByRole('button', { name: 'Send a test' }).click()
    await drawer()
      .getByText(/Taken: 250/)
      .waitFor()
    assert.match(mail.mails[0]!.source, /A test of/)
  })

  it('turns the query of a list into an alert, after showing what it would have said', async () => {
    await visitor.open('/inventory')
    const bar = page.getByRole('combobox').first()
    await bar.fill('name:web*')
    await bar.press('Enter')
    await visitor.settled()
    await page.getByRole('link', { name: 'Alert me' }).click()
    await drawer().getByLabel('Name', { exact: true }).fill('New web host')
    await drawer().getByRole('region', { name: 'Preview' }).getByText('1 match now; 1 of them since a day').waitFor()
    await drawer().getByLabel('Operations').check()
    await drawer().getByLabel('Hook').check()
    assert.deepEqual(await violations(page), [])
    await drawer().getByRole('button', { name: 'Make the alert' }).click()
    await drawer().getByText('each that begins to match').waitFor()
    await visitor.row('New web host').getByText('watching').waitFor()
  })

  it('tells by mail and webhook when a host begins to match, and lists what was sent', async () => {
    const sent = Date.now()
    await tell('web-2')
    await tell('db-1')
    await until('the webhook', () => hook.posts.length > 0)
    await until('the mail', () => mail.mails.length > 1)
    assert.ok(Date.now() - sent < 60_000)
    const [post] = hook.posts
    const headers = Object.fromEntries(Object.entries(post!.headers).map(([name, value]) => [name, String(value)]))
    assert.ok(verifyWebhook(headers, post!.body, secret, Date.now()))
    const body = JSON.parse(post!.body) as { items: { title: string; url: string }[] }
    assert.deepEqual(
      body.items.map(({ title }) => title),
      ['web-2'],
    )
    assert.match(body.items[0]!.url, /^https:\/\/.*\/inventory\/ast_/)
    assert.match(mail.mails.at(-1)!.source, /web-2/)
    assert.equal(hook.posts.length, 1)
    await visitor.open('/alerts')
    await visitor.row('New web host').click()
    await drawer().getByRole('link', { name: 'web-2' }).waitFor()
    await page.getByRole('link', { name: 'Deliveries' }).click()
    await visitor.row('New web host: 1 asset began to match').first().click()
    await drawer()
      .getByText(/Taken: (250|200)/)
      .waitFor()
  })

  it('is listed, tested and muted on the command line', async () => {
    const listed = JSON.parse(await visitor.installation.run('alert', 'list', '-o', 'json')) as {
      data: { name: string }[]
    }
    assert.deepEqual(
      listed.data.map(({ name }) => name),
      ['New web host'],
    )
    assert.match(await visitor.installation.run('alert', 'mute', 'New web host', '--for', '2h'), /silent until/)
    assert.match(await visitor.installation.run('alert', 'mute', 'New web host', '--off'), /speaks again/)
    assert.match(await visitor.installation.run('alert', 'test', 'New web host'), /Hook +delivered/)
  })

  it('has no accessibility violation in light and dark, and nothing went wrong in the page', async () => {
    await visitor.checkScreens(['/alerts', '/alerts?make=findings', '/alerts?view=channels', '/alerts?view=deliveries'])
    assert.deepEqual(
      visitor.complaints.filter((text) => !/422/.test(text)),
      [],
    )
  })
})
