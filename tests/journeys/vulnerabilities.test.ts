import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { sampleCatalogue } from '../api/sample-feeds.ts'
import { noBrowser, violations } from './browser.ts'
import { type Visitor, visit } from './visitor.ts'

const [, release] = /^VERSION_ID="?(\d+)/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? []
const isDebian = /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))

/** An advisory about a package that every Debian host has. */
function advisory(fixed: string, modified: string) {
  return {
    id: 'DSA-9999-1',
    modified,
    published: '2026-11-20T00:00:00Z',
    upstream: ['CVE-2026-9999'],
    summary: 'base-files lets anybody read the message of the day twice',
    details: 'Whoever signs in is greeted again.',
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [
      {
        package: { ecosystem: `Debian:${release}`, name: 'base-files' },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
    references: [{ type: 'ADVISORY', url: 'https://example.org/DSA-9999-1' }],
  }
}

describe('vulnerabilities: feeds are imported, this host is compared with them, and a fix is proved', {
  skip: noBrowser ?? (isDebian ? false : 'the journey tells of packages of Debian, and this host is none'),
}, () => {
  let visitor: Visitor
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-feeds-'))
  /** With as many others as make it a whole feed. */
  const others = Array.from({ length: 600 }, (_, n) => ({
    ...advisory('0', '2026-11-01T00:00:00Z'),
    id: `DSA-1${n}-1`,
    upstream: [`CVE-2025-1${n}`],
  }))
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value))

  before(async () => {
    visitor = await visit({ until: /\d+ findings|not assessed/ })
    await visitor.page.goto(visitor.installation.link())
    await visitor.page.getByRole('heading', { level: 1, name: /Good/ }).waitFor()
  })
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await visitor?.leave()
  })

  const found = () => visitor.row('CVE-2026-9999')

  it('says that nothing is known before anything was imported, and how to import', async () => {
    await visitor.open('/vulnerabilities')
    await visitor.page.getByText('./holdfast feed sync debian-tracker').waitFor()
    await visitor.checkScreens(['/vulnerabilities', '/vulnerabilities/feeds', '/vulnerabilities/fix-first'])
  })

  it('shows what an import finds on this host, without anything being collected', async () => {
    const { page, installation } = visitor
    write('debian.json', [advisory('999', '2026-11-21T00:00:00Z'), ...others])
    write('known_exploited_vulnerabilities.json', sampleCatalogue)
    await installation.run('feed', 'import', folder)
    await found().waitFor({ timeout: 60_000 })
    assert.match(
      (await found().textContent()) ?? '',
      /Critical.*ransomware.*9\.8.*base-files .* is installed.*available/,
    )
    await found().click()
    await visitor.drawer().getByText('Upgrade base-files to 999.').waitFor()
    await visitor.drawer().getByText('since 2026-11-21, by ransomware').waitFor()
    await visitor
      .drawer()
      .getByRole('heading', { name: /^Why \d+ of 1000, / })
      .waitFor()
    await visitor.drawer().getByText('The asset has criticality 2 of 5.').waitFor()
    assert.deepEqual(await violations(page), [])
    await visitor.checkScreens(['/vulnerabilities', '/'])
  })

  it('says which upgrade to begin with, and what is left after it, in the browser and in the terminal', async () => {
    const { page, installation } = visitor
    await visitor.open('/vulnerabilities/fix-first')
    await page.getByText(/^This upgrade ends 1 of 1 open vulnerabilities on one asset: 100 % of the risk/).waitFor()
    await page.getByRole('link', { name: '1', exact: true }).click()
    await found().waitFor()
    assert.match((await found().textContent()) ?? '', /\d{3}track to attend/)
    const told = await installation.run('vulnerabilities', 'fix-first')
    assert.match(told, /base-files +1 +1 +\d+ +Upgrade base-files to 999/i)
    await visitor.checkScreens(['/vulnerabilities/fix-first'])
  })

  it('tells who is exposed to one CVE, with numbers that are those of the lists that they lead to', async () => {
    const { page } = visitor
    await visitor.open('/vulnerabilities/cve/cve-2026-9999')
    await page.getByText('1 asset has what it affects').waitFor()
    const exposedTo = page.getByRole('region', { name: 'Installed and affected' })
    await exposedTo.getByRole('row', { name: /base-files.*999/ }).waitFor()
    await visitor.checkScreens(['/vulnerabilities/cve/CVE-2026-9999', '/vulnerabilities/feeds'])
    await visitor.row('Debian').first().waitFor()
    await visitor.open('/vulnerabilities/cve/CVE-2026-9999')
    await exposedTo.getByRole('link', { name: '1' }).click()
    await page.locator('[role=grid] [role=row]').nth(1).waitFor()
    assert.match(page.url(), /software/)
    await visitor.open('/vulnerabilities/cve/CVE-2026-9999')
    await page.getByRole('button', { name: 'As of' }).click()
    await page.getByRole('menuitem', { name: 'A week ago' }).click()
    await page.getByText(/no asset had anything that it affects/).waitFor()
    await visitor.open('/vulnerabilities/cve/CVE-2026-9999')
    await page.getByRole('region', { name: 'Findings' }).getByRole('link', { name: '1' }).click()
    await found().waitFor()
  })

  it('tells of a package which versions are installed, what clears them, and where its findings are', async () => {
    const { page, installation } = visitor
    await visitor.open('/vulnerabilities')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /Search or jump/ }).fill('base-fil')
    await page.getByRole('option', { name: /base-files deb, on 1 asset/ }).click()
    await page.getByText('1 vulnerability affects what is installed. Version 999 closes all of it.').waitFor()
    const row = page.getByRole('region', { name: 'Installed' }).getByRole('row', { name: /base-files.*999/ })
    assert.match((await row.textContent()) ?? '', / 999/)
    await visitor.checkScreens(['/vulnerabilities/packages/deb/base-files'])
    await visitor.open('/vulnerabilities/packages/deb/base-files')
    await page.getByRole('region', { name: 'What affects it' }).getByRole('link', { name: 'CVE-2026-9999' }).waitFor()
    await page.getByRole('region', { name: 'Findings' }).getByRole('link', { name: '1 open' }).click()
    await found().waitFor()
    for (const view of ['By fix', 'By package', 'By CVE', 'By asset']) {
      await visitor.open('/vulnerabilities')
      await page
        .getByRole('link', { name: view })
        .or(page.getByRole('button', { name: view }))
        .or(page.getByRole('tab', { name: view }))
        .first()
        .click()
      await page.getByRole('link', { name: '1 vulnerabilities' }).click()
      await found().waitFor()
    }
    const told = await installation.run('package', 'show', 'deb', 'base-files')
    assert.match(told, /affected by 1; upgrade to 999/)
    assert.match(told, /open findings: 1 critical/)
  })

  it('shows the formula of the score, and weighs it otherwise', async () => {
    const { page } = visitor
    await visitor.open('/vulnerabilities/score-model')
    await page.getByText('1000 of 1000').waitFor()
    await page.getByLabel('Severity').fill('450')
    await page.getByText('950 of 1000').waitFor()
    await page.getByLabel('Likelihood').fill('170')
    await page.getByRole('button', { name: 'Score by this' }).click()
    await page.getByText('Published: 500, 300 to 700.').waitFor()
    await visitor.checkScreens(['/vulnerabilities/score-model'])
    await page.getByRole('button', { name: 'As published' }).click()
    await page.getByRole('button', { name: 'As published' }).waitFor({ state: 'detached' })
    assert.equal(await page.getByLabel('Severity').inputValue(), '500')
  })

  it('answers the query language and the command line', async () => {
    const listed = await visitor.installation.run(
      'query',
      '--entity',
      'findings',
      'cve:CVE-2026-9999 and exploited:true and cvss >= 9',
      '-o',
      'json',
    )
    assert.equal(JSON.parse(listed).data.length, 1)
    const scanned = await visitor.installation.run('scan', 'host', '-o', 'json', '--quiet')
    const [mine] = JSON.parse(scanned).findings.filter(({ check }: { check: string }) => check === 'CVE-2026-9999')
    assert.equal(mine.fixed, '999')
    const told = await visitor.installation.run('explain', 'CVE-2026-9999')
    assert.match(told, /base-files/)
  })

  it('turns to fixed when the feed says so', async () => {
    write('debian.json', [advisory('0.1', '2026-11-22T00:00:00Z'), ...others])
    await visitor.installation.run('feed', 'import', folder)
    await visitor.open("/vulnerabilities?q=cve:'CVE-2026-9999' and status:fixed")
    await found().waitFor({ timeout: 60_000 })
    assert.deepEqual(visitor.complaints, [])
  })
})
