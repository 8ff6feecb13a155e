import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FeedStore, feedsFolder, findFiles, takeFiles } from '@holdfast/platform/feeds'
import { cliFaces } from '../../apps/cli.ts'

/** The vulnerability that the feeds of `homeWithFeeds` tell of. */
export const sampleCve = 'CVE-2026-9999'

/** The catalogue of known exploited vulnerabilities, with this one in it. */
export const sampleCatalogue = {
  title: 'CISA Catalog of Known Exploited Vulnerabilities',
  catalogVersion: '2026.11.21',
  dateReleased: '2026-11-21T00:00:00.0000Z',
  count: 1,
  vulnerabilities: [
    {
      cveID: sampleCve,
      vendorProject: 'Debian',
      product: 'base-files',
      vulnerabilityName: 'Debian base-files Repeated Greeting Vulnerability',
      dateAdded: '2026-11-21',
      shortDescription: 'base-files greets twice.',
      requiredAction: 'Apply updates per vendor instructions.',
      dueDate: '2026-12-12',
      knownRansomwareCampaignUse: 'Known',
      notes: '',
      cwes: ['CWE-200'],
    },
  ],
}

/** A home directory into which the catalogue of known exploited vulnerabilities, one of them, was imported. */
export async function homeWithFeeds(t: { after(fn: () => unknown): void }): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'holdfast-api-'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  const file = join(home, 'known_exploited_vulnerabilities.json')
  writeFileSync(file, JSON.stringify(sampleCatalogue))
  const contents = (await Promise.all(cliFaces.map((face) => face.loadFeeds?.()))).filter((one) => one !== undefined)
  const store = FeedStore.open(feedsFolder(home))
  try {
    const report = await takeFiles(findFiles([file]), { store, contents, provenance: { kind: 'file', from: file } })
    if (report.feeds.length !== 1) throw new Error(`the catalogue was not taken: ${JSON.stringify(report)}`)
  } finally {
    store.close()
  }
  return home
}
