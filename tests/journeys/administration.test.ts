import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { localTls, type MailReceiver, mailReceiver } from '@holdfast/platform/notify/testing'
import { type RealProvider, realProvider } from '@holdfast/platform/sign-in/testing'
import type { Page } from 'playwright-core'
import { noBrowser, openWindow, violations } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

describe('what an owner sets up once in a while', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page
  let mail: MailReceiver
  let provider: RealProvider | undefined
  const ends: (() => unknown)[] = []

  const send = (method: string, path: string, body: unknown) =>
    page.evaluate(
      async ([verb, address, text]) => {
        const reply = await fetch(`/api/v1${address}`, {
          method: verb!,
          headers: { 'content-type': 'application/json', 'x-holdfast-request': '1', 'if-match': '*' },
          body: text!,
        })
        const answer = (await reply.json()) as { data: { id: string } }
        if (!reply.ok) throw new Error(JSON.stringify(answer))
        return answer.data
      },
      [method, path, JSON.stringify(body)] as const,
    )

  before(async () => {
    mail = await mailReceiver({ after: (end) => void ends.push(end) }, localTls)
    visitor = await visit({
      arguments: ['--no-agent'],
      environment: {
        HOLDFAST_NOTIFY_NETWORKS: '127.0.0.0/8, ::1',
        NODE_EXTRA_CA_CERTS: localTls.authorityFile,
      },
    })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    provider = await realProvider(() => [`${visitor.origin}/api/v1/session/callback`])
  })
  after(async () => {
    await provider?.close()
    await visitor?.leave()
    for (const end of ends) await end()
  })

  it('opens and closes the branches of the tree of tags by arrow keys', async () => {
    const top = await send('POST', '/tags', { name: 'Places', colour: 'teal' })
    const middle = await send('POST', '/tags', { name: 'Europe', colour: 'teal', parent: top.id })
    await send('POST', '/tags', { name: 'Lisbon', colour: 'teal', parent: middle.id })
    await visitor.open('/tags')
    const [places, europe, lisbon] = ['Places', 'Europe', 'Lisbon'].map((name) => visitor.row(name))
    await lisbon!.waitFor()
    const focused = page.locator('[role=row]:focus, [role=row]:focus-within')
    await places!.focus()
    await page.keyboard.press('ArrowLeft')
    await europe!.waitFor({ state: 'detached' })
    assert.equal(await places!.getAttribute('aria-expanded'), 'false')
    await page.keyboard.press('ArrowRight')
    await europe!.waitFor()
    await page.keyboard.press('ArrowRight')
    assert.match((await focused.textContent()) ?? '', /Europe/)
    await page.keyboard.press('ArrowLeft')
    await lisbon!.waitFor({ state: 'detached' })
    await page.keyboard.press('ArrowLeft')
    assert.match((await focused.textContent()) ?? '', /Places/)
    assert.deepEqual(await violations(page), [])
  })

  it('gives a unit a view that its list begins with', async () => {
    await send('POST', '/tags', { name: 'Vaults', query: 'name:vault*', colour: 'red' })
    await visitor.open('/people?view=units&row=new')
    await visitor.drawer().getByLabel('Name').fill('Treasury')
    await visitor.drawer().getByLabel('Assets with one of').selectOption({ label: 'Vaults' })
    await visitor.drawer().getByRole('button', { name: 'Make it' }).click()
    await visitor.row('Treasury').waitFor()
    await visitor.open('/inventory?q=name%3Avault*')
    await page.getByRole('button', { name: 'Save view…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Vaults alone')
    await dialog.getByLabel('Who sees it').selectOption('unit')
    await dialog.getByLabel('Unit', { exact: true }).selectOption({ label: 'Treasury' })
    await dialog.getByLabel('The list begins with it for the people of Treasury').check()
    assert.deepEqual(await violations(page), [])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'detached' })
    await visitor.open('/inventory')
    await page.keyboard.press('v')
    await page.getByText('Vaults alone').first().waitFor()
    await page
      .getByText(/Treasury/)
      .first()
      .waitFor()
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Escape')
  })

  it('names a mail server of the organisation’s own, and hears what it answered to a test', async () => {
    await visitor.open('/alerts?view=channels')
    await page.getByRole('button', { name: 'Mail server' }).click()
    const drawer = visitor.drawer()
    await drawer.getByText('goes through the server of the installation').waitFor()
    assert.deepEqual(await violations(page), [])
    await drawer.getByLabel('Host').fill('localhost')
    await drawer.getByLabel('Port').fill(String(mail.port))
    await drawer.getByLabel('Sender').fill('alerts@example.org')
    await drawer.getByLabel('User').fill('holdfast')
    await drawer.getByLabel('Password').fill('wrong')
    await drawer.getByLabel('Certificate of a private authority').fill('-----BEGIN CERTIFICATE-----\nno')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await drawer
      .getByText(/is no certificate that can be read/)
      .first()
      .waitFor()
    await drawer.getByLabel('Certificate of a private authority').fill('')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await drawer.getByText('through a server of its own').waitFor()
    await drawer.getByLabel('Send a test to').fill('ada@example.org')
    await drawer.getByRole('button', { name: 'Send a test' }).click()
    await drawer.getByText('It did not get through').waitFor()
    await drawer.getByLabel('Password').fill('mail-secret-7')
    await drawer.getByRole('button', { name: 'Save' }).click()
    // The form begins anew with what is saved; what was typed beside it stays.
    while ((await drawer.getByLabel('Password').inputValue()) !== '') await page.waitForTimeout(50)
    assert.equal(await drawer.getByLabel('Send a test to').inputValue(), 'ada@example.org')
    await drawer.getByRole('button', { name: 'Send a test' }).click()
    await drawer.getByText('The server took it').waitFor()
    assert.equal(mail.mails.at(-1)?.user, 'holdfast')
    assert.ok(!(await page.content()).includes('mail-secret-7'))
    await drawer.getByRole('button', { name: 'Use the installation’s' }).click()
    await drawer.getByText('goes through the server of the installation').waitFor()
  })

  it('says which domains may join through a provider, and keeps others out', async () => {
    await visitor.open('/security?view=providers&row=new')
    const drawer = visitor.drawer()
    await drawer.getByLabel('Name', { exact: true }).fill('Herons Inc')
    await drawer.getByLabel('Issuer').fill(provider!.issuer)
    await drawer.getByLabel('Client id').fill(provider!.clientId)
    await drawer.getByLabel('Client secret').fill(provider!.clientSecret)
    await drawer.getByLabel('Who may join through it').selectOption('domains')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await drawer
      .getByText(/names no domain/)
      .first()
      .waitFor()
    await drawer.getByLabel('Domains of e-mail addresses').fill('herons.example')
    assert.deepEqual(await violations(page), [])
    await drawer.getByRole('button', { name: 'Save' }).click()
    await visitor.row('Herons Inc').getByText('herons.example').waitFor()
    await visitor.row('Herons Inc').click()
    // The organisation of whoever runs the installation: nothing is to be proved.
    await drawer.getByRole('region', { name: 'Proof of domains' }).getByText('yours').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Escape')
    provider!.signInAs('eve', { name: 'Eve', email: 'eve@elsewhere.example', email_verified: true })
    const stranger = await openWindow(visitor.browser, 'dark')
    await stranger.page.goto(`${visitor.origin}/`)
    await stranger.page.getByRole('button', { name: 'Sign in with Herons Inc' }).click()
    await stranger.page.getByRole('alert').first().waitFor()
    assert.equal(await stranger.page.getByRole('button', { name: /: account/ }).count(), 0)
    assert.deepEqual(await violations(stranger.page), [])
    await stranger.context.close()
  })

  it('resets the second factor of somebody who lost theirs, after a question', async () => {
    provider!.signInAs('ada', { name: 'Ada Lovelace', email: 'ada@herons.example', email_verified: true })
    const guest = await openWindow(visitor.browser, 'light')
    await guest.page.goto(`${visitor.origin}/`)
    await guest.page.getByRole('button', { name: 'Sign in with Herons Inc' }).click()
    await guest.page.getByRole('button', { name: 'Ada Lovelace: account' }).waitFor()
    await visitor.open('/people')
    await visitor.row('Ada Lovelace').click()
    await visitor.drawer().getByRole('button', { name: 'Reset second factor…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('so do all their sessions').waitFor()
    assert.deepEqual(await violations(page), [])
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    await visitor.drawer().getByRole('button', { name: 'Reset second factor…' }).click()
    await dialog.getByRole('button', { name: 'Reset it' }).click()
    await page.getByText('Ada Lovelace has no second factor any more').waitFor()
    await guest.page.goto(`${visitor.origin}/inventory`)
    await guest.page.getByRole('heading', { level: 1, name: /Sign in/ }).waitFor()
    await guest.context.close()
  })
})
