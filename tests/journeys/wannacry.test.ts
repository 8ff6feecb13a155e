import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { readWindowsRecording } from '@holdfast/kit/windows'
import type { Page } from 'playwright-core'
import { factsOfWindows } from '../../apps/inventory/engine/windows/facts-of-recording.ts'
import { noBrowser, violations } from './browser.ts'
import { type ToldHost, tellHost } from './told-host.ts'
import { type Visitor, visit } from './visitor.ts'

const samples = new URL('../../kit/windows/samples/', import.meta.url)
const eternalBlue = 'CVE-2017-0144'

/** What Microsoft says of MS17-010 for the hosts of this journey, in the table that its updates are gathered in; and as many others as make a whole feed. */
function table(more: readonly (readonly [cve: string, update: string, product: string])[] = []): string {
  const row = (cve: string, update: string, product: string, replaces = '') =>
    `"20170314","${cve}","${update}","Windows SMB Remote Code Execution Vulnerability","${product}","","Critical","Remote Code Execution","${replaces}",""`
  const seven = 'Windows 7 for x64-based Systems Service Pack 1'
  const server = 'Windows Server 2012 R2'
  return [
    '"DatePosted","CVE","BulletinKB","Title","AffectedProduct","AffectedComponent","Severity","Impact","Supersedes","Exploits"',
    row(eternalBlue, '4012212', seven),
    row(eternalBlue, '4012215', seven),
    row('CVE-2017-0290', '4019264', seven, '4012215'),
    row(eternalBlue, '4012213', server),
    row(eternalBlue, '4012216', server),
    row(eternalBlue, '4013429', 'Windows 10 Version 1607 for x64-based Systems'),
    row(eternalBlue, '4013429', 'Windows Server 2016 (Server Core installation)'),
    ...more.map(([cve, update, product]) => row(cve, update, product)),
    ...Array.from({ length: 1200 }, (_, n) => row(`CVE-2016-${10_000 + n}`, '4000001', `Something Else ${n}`)),
  ].join('\r\n')
}

interface Recorded {
  readonly updates?: readonly { readonly id: string }[]
  readonly features?: readonly { readonly name: string; readonly enabled: boolean }[]
}

describe('WannaCry: a campaign over recorded Windows hosts, from exposed to closed', {
  skip: noBrowser ?? false,
}, () => {
  let visitor: Visitor
  let page: Page
  const hosts: Record<string, ToldHost> = {}
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-wannacry-'))

  /** A host tells what its recording says, with what changed since. */
  async function tell(name: string, sample: string, change: Recorded = {}): Promise<void> {
    const text = JSON.stringify({ ...JSON.parse(readFileSync(new URL(`${sample}.json`, samples), 'utf8')), ...change })
    const reading = readWindowsRecording(Buffer.from(text))
    assert.ok(reading.ok)
    const { facts } = factsOfWindows(reading.recording)
    await hosts[name]!.state(Object.fromEntries(facts.map(({ fact, items }) => [fact, [...items.values()]])))
  }

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    writeFileSync(join(folder, 'CVEs_20170314.csv'), table())
    await visitor.installation.run('feed', 'import', folder)
    const key = await page.evaluate(async () => {
      const reply = await fetch('/api/v1/activation-keys', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-holdfast-request': '1' },
        body: JSON.stringify({ name: 'journey' }),
      })
      return ((await reply.json()) as { data: { key: string } }).data.key
    })
    for (const name of ['pc-7', 'pc-10', 'srv-2012', 'srv-2016', 'pc-11'])
      hosts[name] = await tellHost(visitor.origin, key, name)
    await tell('pc-7', 'windows-7-open')
    await tell('pc-10', 'windows-10-1607-open')
    await tell('srv-2012', 'server-2012-r2-open')
    await tell('srv-2016', 'server-2016-core-patched')
    await tell('pc-11', 'windows-11-23h2')
  })
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await visitor?.leave()
  })

  const tile = (label: string) => page.getByRole('main').getByRole('link', { name: new RegExp(`^${label}`) })
  const shows = (label: string, count: number) =>
    tile(label).getByText(String(count), { exact: true }).waitFor({ timeout: 30_000 })

  it('tells which hosts the worm can take now, seconds after the campaign is opened', async () => {
    await visitor.open('/campaigns')
    await page.getByRole('button', { name: 'Open WannaCry' }).click()
    await page.getByRole('heading', { level: 1, name: 'WannaCry' }).waitFor()
    await shows('Exploitable now', 3)
    await shows('Patched', 2)
    await shows('Not assessed', 0)
    await visitor.row('pc-7').filter({ hasText: 'one of its CVEs is open' }).waitFor()
    assert.deepEqual(await violations(page), [])
    await visitor.checkScreens([new URL(page.url()).pathname])
  })

  it('says of a host which update is missing', async () => {
    const address = page.url()
    await visitor.open('/vulnerabilities')
    await visitor.row('pc-7').filter({ hasText: eternalBlue }).first().waitFor()
    await visitor.open(`/vulnerabilities/cve/${eternalBlue}`)
    await visitor.row('Windows 7 for x64-based Systems Service Pack 1').first().waitFor()
    await page.goto(address)
    await visitor.settled()
  })

  it('opens a ticket for each host that the worm can take', async () => {
    const address = page.url()
    await page.getByRole('link', { name: 'Open tickets' }).click()
    await visitor
      .drawer()
      .getByText(/^\d+ open findings\./)
      .waitFor()
    await visitor.drawer().getByRole('button', { name: 'Open tickets' }).click()
    await page.getByText('Opened 3 tickets').waitFor()
    for (const host of ['pc-7', 'pc-10', 'srv-2012']) await visitor.row(`What is wrong on ${host}`).waitFor()
    await page.goto(address)
    await visitor.settled()
  })

  it('follows SMBv1 being switched off, an update, and one that replaced it', async () => {
    await tell('srv-2012', 'server-2012-r2-open', { features: [{ name: 'SMB1Protocol', enabled: false }] })
    await shows('Mitigated', 1)
    await shows('Exploitable now', 2)
    await tell('pc-10', 'windows-10-1607-open', { updates: [{ id: 'KB4013429' }] })
    await shows('Exploitable now', 1)
    // Of May; it replaces the one of March.
    await tell('pc-7', 'windows-7-open', { updates: [{ id: 'KB4019264' }] })
    await shows('Exploitable now', 0)
    await shows('Patched', 4)
    await tell('srv-2012', 'server-2012-r2-open', { updates: [{ id: 'KB4012216' }] })
    await shows('Patched', 5)
    await page.getByText('All 5 assets are out of danger.').waitFor()
  })

  it('asks for updates and features in the inventory', async () => {
    for (const [query, count] of [
      ['update:KB4019264', 1],
      ['operatingSystem.build > 0 and operatingSystem.id:windows', 5],
      ['software:(name:"Windows 7*" and version:"<6.2")', 1],
      ['operatingSystem.id:windows and not feature:(name:smb1 and enabled:true)', 1],
      ['feature:(name:smb1 and enabled:true) and openPort:445', 4],
    ] as const) {
      await visitor.open(`/inventory?q=${encodeURIComponent(query)}`)
      await page
        .getByText(new RegExp(`^${count} assets?$`))
        .first()
        .waitFor()
    }
  })

  it('shows the updates and features of a host on its page', async () => {
    await visitor.open('/inventory?q=name:srv-2012')
    await visitor.row('srv-2012').getByRole('link', { name: 'srv-2012' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'srv-2012' }).waitFor()
    await page.getByRole('tab', { name: /^Updates/ }).click()
    await visitor.row('KB4012216').waitFor()
    await visitor.settled()
    assert.deepEqual(await violations(page), [])
    await page.getByRole('tab', { name: /^Features/ }).click()
    await visitor.row('smb1').waitFor()
    await visitor.checkScreens([
      `${new URL(page.url()).pathname}?tab=updates`,
      `${new URL(page.url()).pathname}?tab=features`,
    ])
  })

  it('hears of a new advisory without any host telling anything again', async () => {
    const news = [['CVE-2026-10001', '5099999', 'Windows 11 Version 23H2 for x64-based Systems']] as const
    writeFileSync(join(folder, 'CVEs_20170314.csv'), table(news))
    await visitor.installation.run('feed', 'import', folder)
    const found = visitor.row('pc-11').filter({ hasText: 'CVE-2026-10001' }).first()
    // A list that is open offers new rows and does not push them in: it is opened anew until the finding is there.
    for (let tries = 0; tries < 20 && !(await found.isVisible()); tries++) {
      await page.waitForTimeout(1000)
      await visitor.open('/vulnerabilities')
    }
    assert.ok(await found.isVisible(), 'no finding of the new advisory')
  })

  it('is closed with nobody left', async () => {
    await visitor.open('/campaigns')
    await page.getByRole('link', { name: 'Open', exact: true }).first().click()
    await page.getByRole('button', { name: 'Close' }).click()
    await page.getByText(/^Closed on /).waitFor()
    assert.deepEqual(visitor.complaints, [])
  })
})
