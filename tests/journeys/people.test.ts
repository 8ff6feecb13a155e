import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { noBrowser, openWindow, violations } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

describe('people: an owner invites, somebody joins and sees what their role may', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let guest: Awaited<ReturnType<typeof openWindow>>
  let link = ''

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    await visitor.page.goto(visitor.installation.link())
    await visitor.page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    guest = await openWindow(visitor.browser, 'dark')
  })
  after(() => visitor?.leave())

  it('has no accessibility violation in light and dark, empty and with a drawer', async () => {
    const views = ['', '?view=invitations', '?view=roles', '?view=roles&row=auditor', '?invite=somebody']
    await visitor.checkScreens([...views.map((view) => `/people${view}`), '/account', '/account?view=mail'])
  })

  it('makes a link that is shown once', async () => {
    const { page } = visitor
    await visitor.open('/people')
    await page.keyboard.press('+')
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('Role').selectOption('user-administrator')
    await page.getByRole('button', { name: 'Make the link' }).click()
    const shown = page.getByRole('dialog').getByText(/\/join#/)
    await shown.waitFor()
    link = (await shown.textContent()) ?? ''
    await page.getByRole('button', { name: 'Done' }).click()
    await visitor.open('/people?view=invitations')
    await visitor.row('Ada Lovelace').getByText('open').waitFor()
    assert.ok(!(await page.content()).includes(link.split('#')[1] ?? ''))
  })

  it('lets one person in, who sees the screens of their role and no others', async () => {
    await guest.page.goto(`${visitor.origin}/join#${link.split('#')[1]}`)
    await guest.page.getByLabel(/Your name/).fill('Ada L.')
    assert.equal(new URL(guest.page.url()).hash, '')
    assert.deepEqual(await violations(guest.page), [])
    await guest.page.getByRole('button', { name: 'Join' }).click()
    await guest.page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    assert.equal(await guest.page.getByRole('link', { name: /Findings|Inventory|Home/ }).count(), 0)
    await guest.page.goto(`${visitor.origin}/findings`)
    await guest.page.getByText('You may not see “Findings”').waitFor()
    assert.deepEqual(await violations(guest.page), [])
    const second = await openWindow(visitor.browser, 'light')
    await second.page.goto(`${visitor.origin}/join#${link.split('#')[1]}`)
    await second.page.getByText('This link was used already').waitFor()
    await second.context.close()
  })

  it('shows one where they are signed in, and ends that', async () => {
    const other = await openWindow(visitor.browser, 'light')
    await visitor.open('/people')
    await visitor.row('Ada L.').click()
    await visitor.drawer().getByRole('button', { name: 'Make a sign-in link' }).click()
    const shown = visitor.page.getByRole('dialog').getByText(/\/join#/)
    const back = (await shown.textContent()) ?? ''
    await other.page.goto(`${visitor.origin}/join#${back.split('#')[1]}`)
    await other.page.getByRole('button', { name: 'Sign in' }).click()
    await other.page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    await guest.page.goto(`${visitor.origin}/people`)
    await guest.page.getByRole('button', { name: /: account/ }).click()
    await guest.page.getByRole('menuitem', { name: 'Your account' }).click()
    await guest.page.getByRole('row').filter({ hasText: 'this one' }).waitFor()
    await guest.page.getByRole('button', { name: 'End all others' }).click()
    await guest.page.getByText('Ended 1 sign-in').waitFor()
    await other.page.reload()
    await other.page.getByRole('heading', { level: 1, name: /^Sign in/ }).waitFor()
    await other.context.close()
  })

  it('gives another role, which holds at once, and removes', async () => {
    const { page } = visitor
    await visitor.open('/people')
    await visitor.row('Ada L.').click()
    await visitor.drawer().getByLabel('Role').selectOption('reader')
    await visitor.drawer().getByRole('button', { name: 'Give this role' }).click()
    await page.getByText('Ada L. is Reader now').waitFor()
    await guest.page.goto(`${visitor.origin}/findings`)
    await guest.page.getByRole('heading', { level: 1, name: 'Findings' }).waitFor()
    await visitor.drawer().getByRole('button', { name: 'Remove…' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('Ada L.')
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('Ada L. is no member any more').waitFor()
    await guest.page.reload()
    await guest.page.getByRole('heading', { level: 1, name: /^Sign in/ }).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })
})
