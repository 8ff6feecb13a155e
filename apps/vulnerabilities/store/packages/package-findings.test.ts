import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newPublicId } from '@holdfast/platform/store'
import { everyPart, testDatabase } from '@holdfast/platform/store/testing'
import { packageFindings } from './package-findings.ts'

const { database, tenant } = await testDatabase({ after }, { parts: everyPart() })
const judge = 'vulnerabilities.software'

await database.asPlatform(async (tx) => {
  await tx.query(`select * from content_sync('vulnerabilities', 'x', 'own', 'x', '[]', $1)`, [
    JSON.stringify([{ judge, version: 1, digest: 'x' }]),
  ])
  await tx.query(`select * from content_name_checks('vulnerabilities', $1, $2)`, [
    judge,
    JSON.stringify(
      ['CVE-2026-0001', 'CVE-2026-0002'].map((name) => ({
        ...{ id: `vulnerabilities.${name.toLowerCase()}`, judge, title: name, severity: 3, category: 'x' },
        ...{ lifecycle: 'stable', digest: name },
        definition: { id: `vulnerabilities.${name.toLowerCase()}`, title: name, parameters: { name } },
      })),
    ),
  ])
})

interface Sample {
  readonly cve: string
  readonly place: string
  readonly severity: number
  readonly found: string
  readonly fixed?: string
}

async function filled(samples: readonly Sample[]): Promise<number> {
  const id = await tenant()
  await database.asTenant(id, async (tx) => {
    await tx.query(`insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)`, [
      id,
      newPublicId('net'),
    ])
    for (const [index, { cve, place, severity, found, fixed }] of samples.entries()) {
      const asset = await tx.first<{ asset_id: number }>(
        `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
         select $1, $2, network_id, 'host', $3, now(), now() from network where tenant_id = $1 returning asset_id`,
        [id, newPublicId('ast'), `host ${index}`],
      )
      await tx.query(
        `insert into finding (tenant_id, public_id, asset_id, check_no, place, severity, status, status_at, first_found_at, fixed_at, changed_at)
         select $1, $2, $3, check_no, $4, $5, $6, now(), $7, $8, now() from check_definition where id = 'vulnerabilities.' || lower($9)`,
        [id, newPublicId('fnd'), asset!.asset_id, place, severity, fixed ? 'fixed' : 'new', found, fixed ?? null, cve],
      )
    }
  })
  return id
}

test('counts what is at a place and in folders below it, and nothing of a package with a longer name or of another tenant', async () => {
  const samples: readonly Sample[] = [
    { cve: 'CVE-2026-0001', place: 'npm/lodash', severity: 5, found: '2026-11-03T10:00:00Z' },
    { cve: 'CVE-2026-0002', place: 'npm/lodash in /srv/shop', severity: 4, found: '2026-11-09T23:59:59Z' },
    {
      cve: 'CVE-2026-0001',
      place: 'npm/lodash in /opt',
      severity: 4,
      found: '2026-11-04T00:00:00Z',
      fixed: '2026-11-16T00:00:00Z',
    },
    { cve: 'CVE-2026-0001', place: 'npm/lodash-es in /opt', severity: 5, found: '2026-11-04T00:00:00Z' },
    { cve: 'CVE-2026-0001', place: 'npm/lodash insane', severity: 5, found: '2026-11-04T00:00:00Z' },
  ]
  const id = await filled(samples)
  await filled(samples)
  const told = await database.asTenant(id, (tx) => packageFindings(tx, ['npm/lodash']))
  assert.deepEqual(told, {
    open: { critical: 1, high: 1, medium: 0, low: 0, info: 0 },
    excepted: 0,
    fixed: 1,
    firstFoundAt: '2026-11-03T10:00:00.000Z',
    weeks: [
      { week: '2026-11-02', found: 2, fixed: 0 },
      { week: '2026-11-09', found: 1, fixed: 0 },
      { week: '2026-11-16', found: 0, fixed: 1 },
    ],
  })
  const none = await database.asTenant(id, (tx) => packageFindings(tx, ['npm/underscore']))
  assert.equal(none.firstFoundAt, undefined)
  assert.deepEqual(none.weeks, [])
})
