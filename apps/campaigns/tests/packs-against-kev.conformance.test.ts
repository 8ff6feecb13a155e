import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { ownPacks } from '../store/packs/own-packs.ts'

interface Listed {
  readonly cveID: string
  readonly dateAdded: string
  readonly dueDate: string
  readonly knownRansomwareCampaignUse: string
}

const corpora = process.env.HOLDFAST_CORPORA ?? ''
const file = `${corpora}/../feeds/cisa-kev/known_exploited_vulnerabilities.json.gz`

test('what packs say of exploitation is what the catalogue of CISA says', {
  skip: existsSync(file) ? false : `${file} is not there`,
}, () => {
  const { vulnerabilities } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as {
    vulnerabilities: Listed[]
  }
  const listed = new Map(vulnerabilities.map((each) => [each.cveID, each]))
  for (const [name, { cves }] of ownPacks())
    for (const { id, exploited } of cves) {
      const said = listed.get(id)
      assert.deepEqual(
        exploited ?? null,
        said
          ? { since: said.dateAdded, due: said.dueDate, ransomware: said.knownRansomwareCampaignUse === 'Known' }
          : null,
        `${name}: ${id}`,
      )
    }
})
