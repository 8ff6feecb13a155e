import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { serverFaces } from '../../apps/server.ts'
import { tagNext } from '../../platform/tags/index.ts'
import { taggingOf } from '../../programs/server/tagging.ts'
import { sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const { ask, database, tenantId } = installation
const began = Date.now() - 60_000
await installation.fill(tenantId, 'then-')
const tagging = taggingOf(serverFaces)
while (await tagNext({ database, ...tagging, now: Date.now, onError: assert.fail }, tenantId));

/** What is asked at every moment, and later as of it. */
const questions: readonly (readonly [list: string, query: string])[] = [
  ['assets', 'sort by name'],
  ['assets', 'name:"*renamed*" sort by name'],
  ['assets', 'operatingSystem.id:debian sort by name'],
  ['assets', 'findings.high > 0 sort by name'],
  ['assets', 'openPort:(port:4711 and protocol:tcp) sort by name'],
  ['assets', 'not account.name:eve sort by name'],
  ['assets', 'software.name:zlib-then sort by name'],
  ['assets', 'not software:(name:zlib-then and version:>2) sort by name'],
  ['assets', 'tags:Agent and criticality >= 1 sort by name'],
  ['assets', 'source.kind:agent sort by name'],
  ['findings', 'sort by severity, firstFound'],
  ['findings', 'status:open sort by severity, firstFound'],
  ['findings', 'not disposition:none sort by firstFound'],
  ['findings', 'status:fixed and severity >= medium sort by firstFound'],
  ['findings', 'asset.name:"*renamed*" and tags:Agent sort by firstFound'],
  ['assets', 'group by operatingSystem.id sort by count'],
  ['assets', 'group by openPort.port, openPort.protocol'],
  ['assets', 'group by software.name'],
  ['assets', 'group by tags.name'],
  ['findings', 'group by severity, status'],
  ['findings', 'group by asset.name, firstFound/w'],
]

async function answer(list: string, q: string): Promise<unknown> {
  const reply = await ask('POST', `/api/v1/${list}/search`, { body: { q, limit: 500 } })
  assert.equal(reply.status, 200, `${q}: ${reply.text}`)
  const { data, groups, page } = reply.json
  return {
    groups: groups?.map(({ keys, count }: { keys: unknown; count: number }) => ({ keys, count })),
    total: page.total,
    rows: data.map((row: Record<string, unknown>) =>
      Object.fromEntries(
        ['id', 'name', 'kind', 'severity', 'status', 'disposition', 'place', 'asset', 'statusSince', 'firstFoundAt']
          .filter((name) => name in row)
          .map((name) => [name, row[name]]),
      ),
    ),
  }
}

const asset = (nth: number) =>
  `(select asset_id from asset where tenant_id = $1 and merged_into is null order by asset_id offset ${nth} limit 1)`

/** What may happen to what we know, as statements of one transaction each. */
const happenings: readonly (readonly string[])[] = [
  [`update asset set name = 'first-renamed' where tenant_id = $1 and asset_id = ${asset(0)}`],
  [
    `update finding set status = 'fixed', status_at = now(), fixed_at = now(), changed_at = now()
      where tenant_id = $1 and finding_id in (select finding_id from finding where tenant_id = $1 order by finding_id limit 3)`,
  ],
  [`update finding set severity = 2, changed_at = now() where tenant_id = $1 and asset_id = ${asset(1)}`],
  [
    `insert into inventory_listener (tenant_id, asset_id, transport, address, port, all_interfaces, loopback)
    values ($1, ${asset(2)}, 'tcp', '0.0.0.0', 4711, true, false)`,
  ],
  [
    `insert into inventory_account (tenant_id, asset_id, name, uid, interactive, privileged)
    values ($1, ${asset(3)}, 'eve', 1000, true, false)`,
  ],
  [
    `with made as (insert into inventory_software (owner_tenant, ecosystem, name, version, purl)
       values ($1, 'generic', 'zlib-then', '3', 'pkg:generic/zlib-then@3') returning software_id),
     told as (insert into inventory_tenant_software (tenant_id, software_id, ecosystem, name, version, version_key, purl, asset_count)
       select $1, software_id, 'generic', 'zlib-then', '3', '00000013', 'pkg:generic/zlib-then@3', 1 from made)
     insert into inventory_asset_software (tenant_id, asset_id, software) select $1, ${asset(4)}, array[software_id] from made
       on conflict (tenant_id, asset_id) do update set software = inventory_asset_software.software || excluded.software`,
  ],
  // Twice in one transaction: only what it leaves was ever known.
  [
    `update asset set name = 'between' where tenant_id = $1 and asset_id = ${asset(1)}`,
    `update asset set name = 'second-renamed' where tenant_id = $1 and asset_id = ${asset(1)}`,
  ],
  // Came and went within one: nobody ever saw it.
  [
    `insert into inventory_account (tenant_id, asset_id, name, uid, interactive, privileged) values ($1, ${asset(5)}, 'eve', 1, true, true)`,
    `delete from inventory_account where tenant_id = $1 and asset_id = ${asset(5)} and name = 'eve'`,
  ],
  [`delete from inventory_listener where tenant_id = $1 and port = 4711`],
  [
    `update inventory_asset_software set software = '{}' where tenant_id = $1 and asset_id = ${asset(4)}`,
    `delete from inventory_tenant_software where tenant_id = $1 and name = 'zlib-then'`,
  ],
  [`update inventory_host set os_id = 'alpine' where tenant_id = $1 and asset_id = ${asset(0)}`],
  [`update asset set merged_into = ${asset(0)} where tenant_id = $1 and asset_id = ${asset(6)}`],
  [`delete from asset_tag where tenant_id = $1 and asset_id = ${asset(2)}`],
  [
    `delete from inventory_host where tenant_id = $1 and asset_id = ${asset(3)}`,
    `delete from inventory_account where tenant_id = $1 and asset_id = ${asset(3)}`,
    `delete from inventory_address where tenant_id = $1 and asset_id = ${asset(3)}`,
    `delete from inventory_listener where tenant_id = $1 and asset_id = ${asset(3)}`,
    `delete from inventory_asset_software where tenant_id = $1 and asset_id = ${asset(3)}`,
    `delete from finding where tenant_id = $1 and asset_id = ${asset(3)}`,
    `delete from asset_tag where tenant_id = $1 and asset_id = ${asset(3)}`,
  ],
  [`delete from tag where tenant_id = $1 and name = 'Agent'`],
]

test('a list as of a time is the list that was there at that time', async () => {
  const moments: { at: string; answers: unknown[] }[] = []
  const look = async () => {
    await sleep(5)
    const at = new Date().toISOString()
    const answers = []
    for (const [list, q] of questions) answers.push(await answer(list, q))
    moments.push({ at, answers })
    await sleep(5)
  }
  await look()
  for (const statements of happenings) {
    await database.asTenant(tenantId, async (tx) => {
      for (const statement of statements) await tx.query(statement, [tenantId])
    })
    await look()
  }
  const first = JSON.stringify(moments[0]!.answers)
  assert.notEqual(JSON.stringify(moments.at(-1)!.answers), first)
  for (const [index, { at, answers }] of moments.entries())
    for (const [number, [list, q]] of questions.entries())
      assert.deepEqual(
        await answer(list, `${q} as of '${at}'`),
        answers[number],
        `after ${index} happenings: ${list} ${q}`,
      )
  assert.equal(((await answer('findings', `as of '${new Date(began).toISOString()}'`)) as { total: number }).total, 0)
})

test('pages of a list as of a time make up the list, forwards and backwards', async () => {
  const at = new Date().toISOString()
  await database.asTenant(tenantId, async (tx) => {
    await tx.query(
      `update finding set severity = 1 + finding_id % 5, changed_at = now() where tenant_id = $1 and finding_id % 2 = 0`,
      [tenantId],
    )
    await tx.query(`update asset set name = name || '-later' where tenant_id = $1 and asset_id % 3 = 0`, [tenantId])
  })
  for (const [list, query] of [
    ['findings', ''],
    ['findings', 'severity >= medium and not tags:Nothing '],
    ['assets', ''],
    ['assets', 'kind:host sort by name desc '],
  ] as const) {
    const q = encodeURIComponent(`${query}as of '${at}'`)
    const page = async (more: string) => {
      const { status, text, json } = await ask('GET', `/api/v1/${list}?q=${q}${more}`)
      assert.equal(status, 200, text)
      return { ids: json.data.map(({ id }: { id: string }) => id) as string[], page: json.page }
    }
    const whole = (await page('&limit=500')).ids
    const size = Math.ceil(whole.length / 3)
    const pages = [await page(`&limit=${size}`)]
    for (let next = pages[0]!.page.next; next; next = pages.at(-1)!.page.next)
      pages.push(await page(`&limit=${size}&cursor=${encodeURIComponent(next)}`))
    assert.equal(pages.length, 3)
    assert.deepEqual(
      pages.flatMap(({ ids }) => ids),
      whole,
      q,
    )
    const back = await page(`&limit=${size}&cursor=${encodeURIComponent(pages[2]!.page.prev)}`)
    assert.deepEqual(back.ids, pages[1]!.ids, q)
  }
})

test('what keeps no history is refused where it is written', async () => {
  for (const [list, q, at, length] of [
    ['assets', 'lastSeen < now-7d as of yesterday', 0, 8],
    ['assets', 'kind:host sort by lastSeen as of yesterday', 18, 8],
    ['assets', 'source.lastSeen > now-1d as of yesterday', 0, 15],
    ['not-assessed', 'outcome:error as of yesterday', 20, 9],
  ] as const) {
    const { status, json } = await ask('POST', `/api/v1/${list}/search`, { body: { q } })
    assert.equal(status, 422, q)
    const [{ code, ...place }] = json.errors
    assert.deepEqual({ code, at: place.at, length: place.length }, { code: 'as-of-not-possible', at, length }, q)
  }
})

test('another tenant has a past of its own', async () => {
  const other = await installation.tenant('Other')
  const token = await installation.token(['*'], other)
  const at = new Date().toISOString()
  for (const list of ['assets', 'findings']) {
    const reply = await ask('POST', `/api/v1/${list}/search`, { token, body: { q: `as of '${at}'` } })
    assert.equal(reply.json.page.total, 0)
  }
})
