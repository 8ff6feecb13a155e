import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { noBrowser, violations } from './browser.ts'
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

  it('sets how often something is collected, and says how many agents that would be for', async () => {
    await visitor.open('/agents')
    await visitor.row('Web servers').click()
    const drawer = visitor.drawer()
    await drawer.getByText('0 of 0 agents would work by it').waitFor()
    await drawer.getByLabel('Seconds between two runs of inventory.kernels').fill('7200')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await visitor.row('Web servers').getByText('collectors').waitFor()
  })

  it('orders rings, and keeps the last one for whoever is left', async () => {
    const { page } = visitor
    await visitor.open('/agents?view=rings')
    await page.getByRole('button', { name: 'Change the rings' }).click()
    const drawer = visitor.drawer()
    await drawer.getByText('There are 0 agents').waitFor()
    await drawer.getByRole('button', { name: 'Leave out Some more' }).click()
    await drawer.getByRole('button', { name: 'Add a ring' }).click()
    const fresh = drawer.getByRole('group', { name: /ring 2/ })
    await fresh.getByLabel('Minutes before the next ring').fill('9000')
    await fresh.getByLabel('Name').fill('Canaries')
    await drawer.getByRole('button', { name: 'Canaries earlier' }).click()
    await drawer.getByRole('button', { name: 'Save' }).click()
    await drawer.getByRole('alert').getByText('waits longer').waitFor()
    await drawer.getByLabel('Minutes before the next ring').first().fill('30')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await drawer.waitFor({ state: 'detached' })
    assert.match((await page.locator('main').textContent()) ?? '', /Canaries.*First few.*All others/)
    assert.match(await visitor.installation.run('agent', 'ring', 'list'), /Canaries[\s\S]*First few/)
  })

  it('makes a key that gives a tag and has a bound, changes and disables it', async () => {
    const { page } = visitor
    await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-holdfast-request': '1' }
      await fetch('/api/v1/tags', { method: 'POST', headers, body: JSON.stringify({ name: 'Plant' }) })
    })
    await visitor.open('/sources?view=keys')
    await page.getByRole('button', { name: 'Install an agent' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Say what the key gives and allows').click()
    await dialog.getByLabel('Name').fill('Plant 7')
    await dialog.getByLabel('Tags that its assets get').selectOption({ label: 'Plant' })
    await dialog.getByLabel('How many may enrol').fill('40')
    await dialog.getByText('Everything, also what comes later').click()
    assert.deepEqual(await violations(page), [])
    await dialog.getByRole('button', { name: 'Make the command' }).click()
    await dialog
      .getByText('The command is being prepared')
      .or(dialog.getByText('Waiting for its first sign of life'))
      .first()
      .waitFor()
    await dialog.locator('code').filter({ hasText: 'install.sh' }).waitFor({ timeout: 120_000 })
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    await visitor.row('Plant 7').getByText('0 of 40').waitFor()
    await visitor.row('Plant 7').getByText('Plant', { exact: true }).waitFor()
    await visitor.row('Plant 7').click()
    const drawer = visitor.drawer()
    await drawer.getByText('No agent has it yet').waitFor()
    await drawer.getByLabel('How many may enrol').fill('50')
    await drawer.getByRole('button', { name: 'Save' }).click()
    await visitor.row('Plant 7').getByText('0 of 50').waitFor()
    await drawer.getByRole('button', { name: 'Disable' }).click()
    await visitor.row('Plant 7').getByText('disabled').waitFor()
    await drawer.getByRole('button', { name: 'Enable' }).click()
    await visitor.row('Plant 7').getByText('works').waitFor()
  })

  it('has no accessibility violation in light and dark', async () => {
    const views = [
      '',
      '?row=new',
      '?view=rings',
      '?view=rings&row=rings',
      '?view=rules',
      '?view=rules&row=new',
      '?view=purged',
    ]
    const row = new URL(visitor.page.url()).searchParams.get('row')
    await visitor.checkScreens([...views.map((view) => `/agents${view}`), `/sources?view=keys&row=${row}`])
    // A refusal was provoked above.
    assert.deepEqual(
      visitor.complaints.filter((line) => !line.includes('422')),
      [],
    )
  })
})
