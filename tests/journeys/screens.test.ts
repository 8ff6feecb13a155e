import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { noBrowser, openWindow, violations } from './browser.ts'
import { exampleOf, type ToldHost, tellHost } from './told-host.ts'
import { type Visitor, visit } from './visitor.ts'

const screens = [
  '/',
  '/inventory',
  '/tags',
  '/findings',
  '/not-assessed',
  '/exceptions',
  '/sources',
  '/sources?view=keys',
  '/health',
]
const evil = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`

const machineId = '4a1f0c5be2d94f6f9d3c7b8a90e1f2d3'
const root = exampleOf('inventory.account', { name: 'root', uid: 0, gid: 0, home: '/root', privileged: ['user id 0'] })
const toor = { ...root, name: 'toor' }
const backDoor = exampleOf('inventory.listener', {
  ...{ address: '0.0.0.0', port: 4444, process: 'nc', executable: '/tmp/.x/nc', pids: [4711], unit: undefined },
  package: undefined,
})

const textOf = async (locator: Locator) => (await locator.textContent()) ?? ''

describe('the screens, of an installation that begins empty', { skip: noBrowser ?? false }, () => {
  let visitor: Visitor
  let page: Page
  let key = ''
  let web1: ToldHost

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
  })
  after(() => visitor?.leave())

  const open = (path: string, on?: Page) => visitor.open(path, on)
  const settled = () => visitor.settled()
  const row = (text: string) => visitor.row(text)
  const drawer = () => visitor.drawer()

  it('lets one in by the link, once', async () => {
    const link = visitor.installation.link()
    await page.goto(link)
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    assert.equal(new URL(page.url()).hash, '')
    assert.equal(new URL(page.url()).pathname, '/')
    const second = await openWindow(visitor.browser, 'dark')
    await second.page.goto(link)
    await second.page.getByText('This link was used already').waitFor()
    await second.page.getByText('./holdfast login', { exact: true }).first().waitFor()
    assert.deepEqual(await violations(second.page), [])
    // What the door refuses is told on the page; the browser's own note of the refusal is no complaint.
    assert.deepEqual(
      second.complaints.filter((text) => !/401/.test(text)),
      [],
    )
    await second.context.close()
  })

  it('is empty, says what to do, and has no accessibility violation in light and dark', async () => {
    await open('/')
    await page.getByRole('heading', { name: 'First steps' }).waitFor()
    await visitor.checkScreens(screens)
    await open('/inventory')
    await page.getByText('No asset yet').waitFor()
    await page.getByRole('link', { name: 'Install an agent' }).waitFor()
    await open('/findings')
    await page.getByText('Nothing was judged yet').waitFor()
    assert.equal(await page.getByText('No finding is open').count(), 0)
    assert.deepEqual(await violations(page), [])
  })

  it('gives a command that installs an agent, and turns to a tick when the first has come', async () => {
    await open('/')
    await page.getByRole('link', { name: 'Install an agent' }).click()
    await page.getByRole('button', { name: 'Make the command' }).click()
    const command = page.locator('dialog code').filter({ hasText: 'install.sh' })
    await command.waitFor({ timeout: 120_000 })
    key = /hfak_[\w-]+/.exec(await textOf(command))?.[0] ?? ''
    assert.notEqual(key, '')
    await page.getByText('Waiting for its first sign of life').waitFor()
    assert.deepEqual(await violations(page), [])
    web1 = await tellHost(visitor.origin, key, 'web-1', { machineId })
    await page.getByText('web-1 is here.').waitFor()
    await page.keyboard.press('Escape')
    await row('web-1').getByText(/heard/).waitFor()
    assert.equal(new URL(page.url()).search, '')
  })

  it('shows what a host tells within seconds, judged, and every number leads to as many rows', async () => {
    await open('/')
    await web1.state({
      'inventory.operating-system': [
        exampleOf('inventory.operating-system', { version: '10', name: 'Debian GNU/Linux 10 (buster)' }),
      ],
      'inventory.account': [
        root,
        toor,
        exampleOf('inventory.account', { name: 'deploy', groups: ['deploy'], privileged: [] }),
      ],
      'inventory.listener': [exampleOf('inventory.listener'), backDoor],
      'inventory.package': [
        exampleOf('inventory.package'),
        exampleOf('inventory.package', { name: 'curl', sourceName: 'curl' }),
      ],
      'inventory.process': [exampleOf('inventory.process')],
      'inventory.service': [exampleOf('inventory.service')],
    })
    await page.getByRole('heading', { name: 'Three things to do now' }).waitFor()
    // Findings may begin with a number in words; they lead to themselves.
    const numbers = page.locator('main a:not([href^="/findings/"])').filter({ hasText: /^\d+\b/ })
    const links: { href: string; count: number }[] = []
    for (const link of await numbers.all()) {
      links.push({ href: (await link.getAttribute('href')) ?? '', count: Number.parseInt(await textOf(link), 10) })
    }
    assert.ok(links.length >= 10, 'Home has numbers')
    for (const { href, count } of links) {
      await open(href)
      const told = await textOf(page.getByRole('main').locator('header p').first())
      assert.equal(Number.parseInt(told, 10), count, `${href} has as many rows as the number that leads there`)
    }
    await visitor.checkScreens(screens)
  })

  it('walks findings by keyboard, from the row to the proof and back', async () => {
    await open('/')
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.getByRole('heading', { level: 1, name: 'Findings' }).waitFor()
    await settled()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await drawer().getByText('toor:0:0:/root').waitFor()
    const first = new URL(page.url()).searchParams.get('row')
    assert.ok(first)
    await page.keyboard.press('j')
    await page.waitForURL((url) => url.searchParams.get('row') !== first)
    await page.keyboard.press('k')
    await page.waitForURL((url) => url.searchParams.get('row') === first)
    for (const name of ['Fix', 'Timeline', 'Why', 'JSON']) {
      await drawer().getByRole('tab', { name }).click()
      await settled()
      assert.deepEqual(await violations(page), [], `tab ${name}`)
    }
    await page.reload()
    await drawer().getByRole('tab', { name: 'JSON', selected: true }).waitFor()
    assert.equal(new URL(page.url()).searchParams.get('row'), first)
    await page.keyboard.press('Escape')
    await drawer().waitFor({ state: 'detached' })
  })

  it('accepts a risk with a reason and an end, leaves the row where it is, and takes it back', async () => {
    await open('/findings')
    await row('toor').click()
    await drawer().getByText('toor:0:0:/root').waitFor()
    await page.keyboard.press('a')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('In your words').fill('The break-glass account, agreed with the owner.')
    assert.deepEqual(await violations(page), [])
    await dialog.getByRole('button', { name: 'Accept', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(/Decided about 1 finding, until/).waitFor()
    await row('toor').getByText('Accepted').waitFor()
    await drawer().getByText('The break-glass account').waitFor()
    await open('/exceptions')
    await row('Only one account has user id 0').click()
    await drawer().getByText('It holds for 1 finding').waitFor()
    assert.deepEqual(await violations(page), [])
    await drawer().getByRole('button', { name: 'Revoke the decision' }).click()
    await page.getByText('1 finding is open again').waitFor()
    await open('/findings')
    await row('toor').waitFor()
  })

  it('says where a query is wrong, offers the way out, and keeps it over reload and back', async () => {
    await open('/findings')
    const bar = page.getByRole('combobox', { name: 'Query' })
    await bar.fill('status:open and severity >= hgih')
    await bar.press('Escape')
    await bar.press('Enter')
    await page
      .getByRole('alert')
      .getByText(/At character \d+/)
      .waitFor()
    assert.deepEqual(await violations(page), [])
    assert.equal(new URL(page.url()).searchParams.get('q'), null, 'a wrong query is not run')
    await page.getByRole('alert').getByRole('button').click()
    assert.equal(await bar.inputValue(), 'status:open and severity >= high')
    await bar.press('Escape')
    await bar.press('Enter')
    await page.waitForURL((url) => url.searchParams.get('q') === 'status:open and severity >= high')
    await settled()
    const names = async () =>
      (await page.getByRole('row').allInnerTexts()).map((text) => text.split('\n').slice(0, 2).join())
    const before = await names()
    await page.reload()
    await settled()
    assert.deepEqual(await names(), before, 'the same rows after reload')
    await page.goBack()
    await page.waitForURL((url) => url.searchParams.get('q') === null)
    assert.equal(await bar.inputValue(), 'status:open')
  })

  it('completes with values and their counts, and narrows down by facets', async () => {
    await open('/findings')
    const bar = page.getByRole('combobox', { name: 'Query' })
    await bar.fill('')
    await bar.pressSequentially('asset.name:')
    const option = page.getByRole('option').filter({ hasText: 'web-1' })
    await option.waitFor()
    assert.match(await textOf(option), /\d/)
    await bar.press('Escape')
    await bar.press('Escape')
    await page.getByRole('checkbox', { name: /^critical,/i }).check()
    await page.waitForURL((url) => /severity:critical/.test(url.searchParams.get('q') ?? ''))
    await settled()
    assert.match(await textOf(page.getByRole('main').locator('header p').first()), /^1 finding/)
  })

  it('shows an asset, its tabs and what changed on it, live', async () => {
    await open('/inventory')
    await row('web-1').getByRole('link', { name: 'web-1' }).click()
    await page.getByRole('heading', { level: 1, name: 'web-1' }).waitFor()
    await page.getByRole('heading', { name: 'Who says so' }).waitFor()
    await page
      .getByText(/accounts have user id 0/)
      .first()
      .waitFor()
    await web1.state({
      'inventory.account': [root, toor, exampleOf('inventory.account', { name: 'mallory', uid: 1666 })],
    })
    await page.getByText('Account mallory was added').waitFor()
    await page.getByText('Account deploy was removed').waitFor()
    const said: Readonly<Record<string, string>> = {
      Findings: 'toor',
      Software: 'openssh-server',
      Ports: '4444/tcp',
      Accounts: 'mallory',
      Processes: 'nginx',
      Services: 'ssh.service',
      Facts: 'inventory.account',
    }
    for (const [name, text] of Object.entries(said)) {
      await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
      await page.getByRole('tabpanel').getByText(text).first().waitFor()
      await settled()
      assert.deepEqual(await violations(page), [], `tab ${name}`)
    }
    await page.reload()
    await page.getByRole('tab', { name: 'Facts', selected: true }).waitFor()
  })

  it('says why two sources are one asset, and undoes it', async () => {
    await tellHost(visitor.origin, key, 'web-1.example', { kind: 'scanner', machineId })
    await open('/inventory')
    await row('web-1').first().getByRole('link').first().click()
    await page.getByText(/both have the machine-id/).waitFor()
    await page.getByRole('button', { name: 'Show the merge, or undo it' }).click()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'Undo this merge' }).click()
    await page.getByText('Undone: what was moved is where it was').waitFor()
    await open('/inventory')
    await row('web-1.example').waitFor()
  })

  it('tells of new rows and moves none until one asks', async () => {
    await open('/findings')
    const before = await page.getByRole('row').allInnerTexts()
    const db2 = await tellHost(visitor.origin, key, 'db-2')
    await db2.state({ 'inventory.account': [root, toor] })
    const pill = page.getByRole('button', { name: /new — load/ })
    await pill.waitFor()
    assert.equal((await page.getByRole('row').allInnerTexts()).length, before.length)
    assert.equal(await row('db-2').count(), 0)
    await pill.click()
    await row('db-2').first().waitFor()
  })

  it('scrolls to the end of more rows than one answer holds', async () => {
    const many = await tellHost(visitor.origin, key, 'many')
    const update = (number: number) => {
      const name = `lib${String(number).padStart(3, '0')}`
      return exampleOf('inventory.pending-update', { package: name, sourceName: name, security: true })
    }
    await many.state({ 'inventory.pending-update': Array.from({ length: 150 }, (_, number) => update(number)) })
    await open('/findings?q=asset.name:many')
    // The worker may still be judging: what is new waits for a click, unless the list is empty.
    const pill = page.getByRole('button', { name: /new — load/ })
    const complete = page.getByRole('main').locator('header p', { hasText: /^150 / })
    while ((await complete.count()) === 0) {
      await pill.or(complete).first().waitFor()
      if (await pill.isVisible()) await pill.click()
      await settled()
    }
    await page.keyboard.press('j')
    await page.keyboard.press('End')
    const last = page.locator('[role=row][aria-rowindex="151"]')
    await last.getByText(/lib\d+ is at/).waitFor()
    assert.ok((await page.getByRole('row').count()) < 100, 'only what is in sight is in the page')
  })

  it('shows hostile text as text', async () => {
    const host = await tellHost(visitor.origin, key, evil)
    await host.state({
      'inventory.account': [root, { ...root, name: evil, home: evil }],
      'inventory.package': [exampleOf('inventory.package', { name: evil, vendor: evil })],
      'inventory.process': [exampleOf('inventory.process', { name: evil, command: evil })],
    })
    await open('/inventory')
    await row('onerror').getByRole('link').first().click()
    await page.getByRole('heading', { level: 1, name: /onerror/ }).waitFor()
    for (const name of ['Findings', 'Software', 'Accounts', 'Processes', 'Facts']) {
      await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
      await settled()
    }
    await open(`/findings?q=*`)
    await row('onerror').first().click()
    await drawer().getByText('onerror').first().waitFor()
    assert.doesNotMatch(await page.title(), /owned/)
    assert.equal(await page.locator('img[src=x]').count(), 0)
    await open('/')
    assert.doesNotMatch(await page.title(), /owned/)
  })

  it('finds its way by the words of other products, and shows its keys', async () => {
    await open('/')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or jump to anything' }).fill('AssetView')
    await page.getByRole('option').filter({ hasText: 'Inventory' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Inventory' }).waitFor()
    await row('web-1').first().waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).getByText('Next row').waitFor()
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Escape')
  })

  it('fits a phone: nothing beyond its edge, no violation', async () => {
    await visitor.inTheme('light', 390, async (other) => {
      await open('/inventory', other)
      const asset = await other
        .getByRole('row')
        .filter({ hasText: 'web-1' })
        .getByRole('link')
        .first()
        .getAttribute('href')
      for (const path of [...screens, asset!, `${asset}?tab=facts`]) {
        await open(path, other)
        const over = await other.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
        assert.equal(over, 0, `${path} reaches beyond the edge`)
        assert.deepEqual(await violations(other), [], path)
      }
    })
  })

  it('ends a source and a key for good', async () => {
    await open('/sources')
    await row('db-2').click()
    await drawer().getByRole('button', { name: 'Revoke…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/to confirm/).fill('db-2')
    await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
    await drawer().getByText('It was revoked').waitFor()
    await page.getByRole('link', { name: 'Activation keys' }).click()
    await row('made in the browser')
      .getByRole('button', { name: /Revoke/ })
      .click()
    await row('made in the browser').getByText('revoked', { exact: true }).waitFor()
    await assert.rejects(tellHost(visitor.origin, key, 'late'), /activation/)
  })

  it('heard no complaint of the browser and asked nobody else', () => {
    assert.deepEqual(visitor.complaints, [])
  })
})
