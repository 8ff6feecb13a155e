import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser, violations } from './browser.ts'
import { exampleOf, type ToldHost, tellHost } from './told-host.ts'
import { type Visitor, visit } from './visitor.ts'

/** What a publisher says of packages of Debian 12; the first is the one that this is about. */
function feed() {
  const advisory = (id: string, cve: string, name: string, fixed: string) => ({
    id,
    modified: '2026-11-21T00:00:00Z',
    published: '2024-07-01T00:00:00Z',
    upstream: [cve],
    summary: `${name} can be abused`,
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [
      {
        package: { ecosystem: 'Debian:12', name },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  })
  return [
    advisory('DSA-5724-1', 'CVE-2024-6387', 'openssh', '1:9.2p1-2+deb12u3'),
    ...Array.from({ length: 600 }, (_, n) => advisory(`DSA-1${n}-1`, `CVE-2025-1${n}`, `other-${n}`, '0')),
  ]
}

describe('a campaign: opened by a pack, followed host by host, closed when nobody is left', {
  skip: noBrowser ?? false,
}, () => {
  let visitor: Visitor
  let page: Page
  const hosts: Record<string, ToldHost> = {}
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-campaign-'))

  before(async () => {
    visitor = await visit({ arguments: ['--no-agent'] })
    page = visitor.page
    await page.goto(visitor.installation.link())
    await page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
    writeFileSync(join(folder, 'debian.json'), JSON.stringify(feed()))
    await visitor.installation.run('feed', 'import', folder)
    const { key } = await send<{ key: string }>('/activation-keys', { name: 'journey' })
    for (const name of ['gate-1', 'gate-2', 'shell-1', 'old-1', 'web-1'])
      hosts[name] = await tellHost(visitor.origin, key, name)
    await tell('gate-1', '1:9.2p1-2+deb12u2')
    await tell('gate-2', '1:9.2p1-2+deb12u2')
    await tell('shell-1', '1:9.2p1-2+deb12u3')
    await tell('old-1', '1:8.4p1-5+deb11u3', '11')
    await hosts['web-1']!.state({ 'inventory.operating-system': [exampleOf('inventory.operating-system')] })
  })
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await visitor?.leave()
  })

  /** A host of this release of Debian that has this version of the OpenSSH server. */
  const tell = (name: string, version: string, release = '12') =>
    hosts[name]!.state({
      'inventory.operating-system': [
        exampleOf('inventory.operating-system', {
          name: `Debian GNU/Linux ${release}`,
          version: release,
          pointRelease: `${release}.0`,
        }),
      ],
      'inventory.package': [
        exampleOf('inventory.package', {
          version,
          sourceVersion: version,
          purl: `pkg:deb/debian/openssh-server@${version.replace('+', '%2B')}?arch=amd64&distro=debian-${release}`,
        }),
      ],
      'inventory.listener': [exampleOf('inventory.listener')],
    })

  /** Asks the interface with the page's own session. */
  const send = <Data>(path: string, body: object): Promise<Data> =>
    page.evaluate(
      async ([to, text]) => {
        const reply = await fetch(`/api/v1${to}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-holdfast-request': '1' },
          body: text!,
        })
        if (!reply.ok) throw new Error(`${to} ${text}: ${await reply.text()}`)
        return ((await reply.json()) as { data: never }).data
      },
      [path, JSON.stringify(body)],
    )

  const tile = (label: string) => page.getByRole('main').getByRole('link', { name: new RegExp(`^${label}`) })
  const shows = (label: string, count: number) =>
    tile(label).getByText(String(count), { exact: true }).waitFor({ timeout: 30_000 })

  it('says that nothing is followed yet, and offers the packs', async () => {
    await visitor.open('/campaigns')
    await page.getByText('No outbreak is followed').waitFor()
    for (const name of ['WannaCry', 'Log4Shell', 'regreSSHion'])
      await page.getByRole('heading', { name, exact: true }).waitFor()
    await visitor.checkScreens(['/campaigns'])
  })

  it('opens a campaign, and has the whole list seconds later', async () => {
    await page.getByRole('button', { name: 'Open regreSSHion' }).click()
    await page.getByRole('heading', { level: 1, name: 'regreSSHion' }).waitFor()
    await shows('Exploitable now', 2)
    await shows('Patched', 1)
    await shows('Not assessed', 1)
    await shows('Mitigated', 0)
    await page
      .getByText('2 of 4 assets can be exploited now, 2 of them over the network; 1 was never assessed.')
      .waitFor()
    await visitor.row('gate-1').filter({ hasText: 'one of its CVEs is open' }).waitFor()
    await visitor.row('old-1').filter({ hasText: 'no advisories speak of this software here' }).waitFor()
    assert.deepEqual(await violations(page), [])
    await visitor.checkScreens([new URL(page.url()).pathname, '/campaigns'])
  })

  it('leads from each number to a list of exactly that many', async () => {
    const address = page.url()
    for (const [label, count] of [
      ['Exploitable now', 2],
      ['Patched', 1],
      ['Not assessed', 1],
      ['Mitigated', 0],
      ['Signs of infection', 0],
    ] as const) {
      await page.goto(address)
      await visitor.settled()
      await tile(label).click()
      await page.getByRole('heading', { level: 1, name: 'Inventory' }).waitFor()
      await page
        .getByText(count === 0 ? /0 assets|No assets match/ : new RegExp(`^${count} assets?$`))
        .first()
        .waitFor()
    }
    await page.goto(address)
    await visitor.settled()
  })

  it('follows a host that is upgraded, and one for which a control was recorded, while the page is open', async () => {
    await tell('gate-1', '1:9.2p1-2+deb12u3')
    await shows('Exploitable now', 1)
    await shows('Patched', 2)
    const [finding] = await page.evaluate(
      async () =>
        (
          (await (await fetch('/api/v1/findings?q=cve:CVE-2024-6387 and status:open')).json()) as {
            data: { asset: { id: string }; check: string }[]
          }
        ).data,
    )
    await send('/exceptions', {
      scope: { asset: finding!.asset.id, check: finding!.check },
      reason: 'compensating-control',
      justification: 'LoginGraceTime is 0 there.',
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
    }).then(async (exception) => {
      const { id, state } = exception as { id: string; state: string }
      if (state === 'requested') await send(`/exceptions/${id}/approve`, {})
    })
    await shows('Mitigated', 1)
    await shows('Exploitable now', 0)
    await page.getByText('None is known to be exploitable, and 1 asset was never assessed.').waitFor()
  })

  it('is closed and keeps its list', async () => {
    await page.getByRole('button', { name: 'Close' }).click()
    await page.getByText(/^Closed on /).waitFor()
    await tell('shell-1', '1:9.2p1-2+deb12u2')
    await visitor.open('/campaigns')
    await page.getByRole('heading', { name: 'Closed' }).waitFor()
    await page.getByRole('link', { name: 'Look back' }).click()
    await shows('Patched', 2)
    await page.getByRole('button', { name: 'Open again' }).click()
    await shows('Exploitable now', 1)
    assert.deepEqual(visitor.complaints, [])
  })
})
