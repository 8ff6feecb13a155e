import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { noBrowser } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

describe('fleet: profiles, rings and rules keep many agents alike', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    await visitor.page.goto(visitor.installation.link())
    await visitor.page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
  })
  after(() => visitor?.leave())

  it('makes a profile, and says what of a window is wrong', async () => {
    const { page } = visitor
    await visitor.open('/agents')
    await page.getByText('No profile').waitFor()
    await page.getByRole('button', { name: 'New profile' }).first().click()
    const drawer = visitor.drawer()
    await drawer.getByLabel('Name', { exact: true }).fill('Web servers')
    await drawer.getByLabel('Seconds between signs of life').fill('30')
    await drawer.getByLabel('Quiet windows, one a line').fill('every night')
    await drawer.getByRole('button', { name: 'Make the profile' }).click()
    await drawer.getByRole('alert').getByText('“every night” is no window').waitFor()
    await drawer.getByLabel('Quiet windows, one a line').fill('1-5 22:00-06:00 Europe/Prague activity')
    await drawer.getByRole('button', { name: 'Make the profile' }).click()
    await visitor
      .row('Web servers')
      .getByText('statusSeconds, windows')
      .or(visitor.row('Web servers'))
      .first()
      .waitFor()
  })

  it('tries a rule before it is made, and refuses time alone', async () => {
    const { page } = visitor
    await visitor.open('/agents?view=rules')
    await page.getByRole('button', { name: 'New rule' }).first().click()
    const drawer = visitor.drawer()
    await drawer.getByLabel('Name', { exact: true }).fill('Gone')
    await drawer.getByRole('button', { name: 'Dry run' }).click()
    await drawer.getByText('It would concern').waitFor()
    await drawer.getByLabel('Assets').fill('lastSeen < now-90d')
    await drawer.getByLabel('What becomes of them').selectOption('purge')
    await drawer.getByRole('button', { name: 'Make the rule' }).click()
    await drawer.getByRole('alert').getByText('Time alone purges nothing').waitFor()
    await drawer.getByLabel('Assets').fill('kind:host and lastSeen < now-90d')
    await drawer.getByRole('button', { name: 'Make the rule' }).click()
    await visitor.row('Gone').getByText('taken out').waitFor()
  })

  it('has no accessibility violation in light and dark', async () => {
    const views = ['', '?row=new', '?view=rings', '?view=rules', '?view=rules&row=new', '?view=purged']
    await visitor.checkScreens(views.map((view) => `/agents${view}`))
    // A refusal was provoked above.
    assert.deepEqual(
      visitor.complaints.filter((line) => !line.includes('422')),
      [],
    )
  })
})
