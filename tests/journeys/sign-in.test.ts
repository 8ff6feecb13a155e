import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RealProvider, realProvider } from '@holdfast/platform/sign-in/testing'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { noBrowser, openWindow, violations } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

const password = 'a sentence about three grey herons'

describe('sign-in: by password and code, by passkey, by an identity provider', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page
  let provider: RealProvider
  let totp: TOTP
  let codes: string[] = []
  /** Codes of steps to come are taken once each, so that no test waits for the clock. */
  let ahead = 0
  const nextCode = () => totp.generate({ timestamp: Date.now() + 30_000 * ahead++ })

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'], environment: { HOLDFAST_NOTIFY_NETWORKS: '127.0.0.0/8' } })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    provider = await realProvider(() => [`${visitor.origin}/api/v1/session/callback`])
  })
  after(async () => {
    await provider?.close()
    await visitor?.leave()
  })

  async function signOut(on = page): Promise<void> {
    await on.getByRole('button', { name: /: account/ }).click()
    await on.getByRole('menuitem', { name: 'Sign out' }).click()
    await on.getByRole('heading', { level: 1, name: /Sign in/ }).waitFor()
  }

  it('has no accessibility violation in light and dark', async () => {
    const views = ['/account?view=sign-in', '/security', '/security?view=providers&row=new', '/api-access']
    await visitor.checkScreens([...views, '/api-access?make=token', '/api-access?view=accounts&row=new'])
  })

  it('sets a password and an authenticator, and gives recovery codes once', async () => {
    await visitor.open('/account?view=sign-in')
    await page.getByRole('button', { name: 'Set a password' }).click()
    await page.getByLabel('Sign-in name').fill('heron')
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('You sign in as heron').waitFor()
    await page.getByRole('button', { name: 'Set up' }).click()
    const secret = await page
      .locator('code')
      .filter({ hasText: /^([A-Z2-7]{4} ?)+$/ })
      .textContent()
    await page.getByRole('img', { name: /QR code/ }).waitFor()
    assert.deepEqual(await violations(page), [])
    totp = new TOTP({ secret: Secret.fromBase32(secret!.replaceAll(' ', '')) })
    await page.getByLabel('The code that it shows').fill(nextCode())
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('Keep these recovery codes').waitFor()
    codes = await page.locator('li.mono').allTextContents()
    assert.equal(codes.length, 10)
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('10 recovery codes left').waitFor()
  })

  it('lets in by password and code; by a recovery code without the authenticator', async () => {
    await signOut()
    for (const code of [nextCode(), codes[0]!]) {
      await page.getByLabel('Sign-in name').fill('heron')
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).first().click()
      await page.getByRole('heading', { level: 1, name: 'Your second factor' }).waitFor()
      assert.deepEqual(await violations(page), [])
      await page.reload()
      await page.getByLabel('Code').fill(code)
      await page.getByRole('button', { name: 'Go on' }).click()
      await page.getByRole('button', { name: /: account/ }).waitFor()
      await signOut()
    }
    await page.getByLabel('Sign-in name').fill('heron')
    await page.getByLabel('Password').fill('something else entirely')
    await page.getByRole('button', { name: 'Sign in', exact: true }).first().click()
    await page.getByText('That is not right').waitFor()
  })

  it('makes a passkey at the TLS door, and lets in by it alone', async () => {
    const { context, page: tls } = await openWindow(visitor.browser, 'dark')
    const door = `https://localhost:${visitor.installation.tlsPort}`
    const cdp = await context.newCDPSession(tls)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await tls.goto(door)
    await tls.getByLabel('Sign-in name').fill('heron')
    await tls.getByLabel('Password').fill(password)
    await tls.getByRole('button', { name: 'Sign in', exact: true }).first().click()
    await tls.getByLabel('Code').fill(codes[1]!)
    await tls.getByRole('button', { name: 'Go on' }).click()
    await tls.getByRole('button', { name: /: account/ }).waitFor()
    await visitor.settled(tls)
    await tls.goto(`${door}/account?view=sign-in`)
    await tls.getByRole('button', { name: 'Make a passkey' }).click()
    await tls.getByLabel('Name', { exact: true }).fill('Laptop')
    await tls.getByRole('button', { name: 'Go on' }).click()
    await tls.getByText('Laptop', { exact: true }).waitFor()
    assert.deepEqual(await violations(tls), [])
    await signOut(tls)
    await tls.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await tls.getByRole('button', { name: /: account/ }).waitFor()
    await context.close()
  })

  it('trusts an identity provider, and lets in whoever it knows, back to where they wanted to go', async () => {
    await page.goto(`${visitor.origin}/`)
    await page.getByLabel('Sign-in name').fill('heron')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).first().click()
    await page.getByLabel('Code').fill(codes[2]!)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: /: account/ }).waitFor()
    await visitor.open('/security?view=providers')
    await page.getByRole('button', { name: 'Trust a provider' }).first().click()
    const drawer = visitor.drawer()
    await drawer.getByLabel('Name', { exact: true }).fill('Herons Inc')
    await drawer.getByLabel('Issuer').fill(provider.issuer)
    await drawer.getByLabel('Client id').fill(provider.clientId)
    await drawer.getByLabel('Client secret').fill(provider.clientSecret)
    await drawer.getByLabel('Who may join through it').selectOption('domains')
    await drawer.getByLabel('Domains of e-mail addresses').fill('example.org')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await visitor.row('Herons Inc').click()
    await drawer.getByRole('button', { name: 'Test' }).click()
    await drawer.getByText('It answers').waitFor()
    provider.signInAs('ada', { name: 'Ada Lovelace', email: 'ada@example.org', email_verified: true })
    const guest = await openWindow(visitor.browser, 'light')
    await guest.page.goto(`${visitor.origin}/findings`)
    await guest.page.getByRole('button', { name: 'Sign in with Herons Inc' }).click()
    await guest.page.getByRole('heading', { level: 1, name: 'Findings' }).waitFor()
    await guest.page.getByRole('button', { name: 'Ada Lovelace: account' }).waitFor()
    await guest.context.close()
  })

  it('demands a second factor, and leads whoever has none to it', async () => {
    await visitor.open('/security')
    await page.getByLabel('Demand a second factor').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('This holds for everybody').waitFor()
    const guest = await openWindow(visitor.browser, 'dark')
    await guest.page.goto(`${visitor.origin}/findings`)
    await guest.page.getByRole('button', { name: 'Sign in with Herons Inc' }).click()
    await guest.page.getByText('Your organisation demands a second factor').waitFor()
    assert.equal(new URL(guest.page.url()).pathname, '/account')
    assert.deepEqual(await violations(guest.page), [])
    await guest.context.close()
  })

  it('warns whoever would lock themselves out', async () => {
    await page.getByLabel('Allowed networks').fill('10.0.0.0/8')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('you would lock yourself out').waitFor()
    await page.getByRole('button', { name: 'Save, and lock me out' }).waitFor()
  })

  it('makes a token that is shown once, rotates it, and ends it', async () => {
    await visitor.open('/api-access')
    await page.getByRole('button', { name: 'Make a token' }).first().click()
    await page.getByLabel('Name', { exact: true }).fill('nightly export')
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByText(/^hfst_/).waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await visitor.row('nightly export').click()
    await visitor
      .drawer()
      .getByText(/^what .+ sees$/)
      .waitFor()
    await visitor.drawer().getByRole('button', { name: 'Rotate' }).click()
    await visitor
      .drawer()
      .getByText(/^hfst_\w{49}$/)
      .waitFor()
    await visitor.drawer().getByRole('button', { name: 'End it now' }).click()
    await page.getByText('“nightly export” lets nobody in any more').waitFor()
  })
})
