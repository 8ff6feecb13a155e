import assert from 'node:assert/strict'
import { request } from 'node:http'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { Type } from 'typebox'
import { composeEntity } from '../../search/index.ts'
import { arbitraryHosts, type SampleHost } from '../../search/testing/arbitrary-host.ts'
import { arbitraryQuery } from '../../search/testing/arbitrary-query.ts'
import { fillHosts } from '../../search/testing/fill-hosts.ts'
import { sampleEntity, samplePart } from '../../search/testing/index.ts'
import { testServers } from '../../store/testing/index.ts'
import { listRoute } from '../search/list-route.ts'
import type { Searchable } from '../search/searchable.ts'
import { type TestHttp, testHttp } from '../testing/index.ts'
import { exportRoute } from './export-route.ts'

const hosts: Searchable = {
  path: '/hosts',
  summary: 'Hosts',
  permission: 'hosts:read',
  entity: composeEntity(sampleEntity.spec, []),
  item: Type.Object({ id: Type.Integer(), name: Type.String(), inner: Type.Object({ risk: Type.Unknown() }) }),
  columns: { risk: ['inner', 'risk'] },
  usualColumns: ['id', 'name', 'risk'],
  select: { id: 'h.id', name: 'h.name', inner: `jsonb_build_object('risk', h.risk)` },
}
/** Fails at the 1,501st row; what is random is worked out after sorting. */
const broken: Searchable = {
  ...hosts,
  path: '/broken',
  select: {
    id: `case when h.id > 1500 then h.id / (random() * 0)::int else h.id end`,
    name: 'h.name',
    inner: `'{}'::jsonb`,
  },
}
const routes = [listRoute(hosts), exportRoute(hosts), exportRoute(broken)]

type Scope = Parameters<typeof testHttp>[0]

const empty = (t: Scope) => testHttp(t, { parts: [samplePart], routes })

async function filled(t: Scope, databaseServer: NonNullable<Parameters<typeof testHttp>[1]>['databaseServer']) {
  const http = await testHttp(t, { ...(databaseServer && { databaseServer }), parts: [samplePart], routes })
  const [mine, theirs] = fc.sample(arbitraryHosts(60), { numRuns: 2, seed: 11 }) as [SampleHost[], SampleHost[]]
  const other = await http.tenant('Theirs')
  await http.database.asTenant(http.tenantId, (tx) => fillHosts(tx, http.tenantId, mine))
  await http.database.asTenant(other, (tx) => fillHosts(tx, other, theirs))
  return http
}

/** Hosts by the thousand, all alike. */
async function many(http: TestHttp, count: number) {
  await http.database.asTenant(http.tenantId, (tx) =>
    tx.query(
      `insert into sample_host (tenant_id, id, name, severity, status, disposition, first_seen, labels, software_ids)
       select $1, g, 'host-' || g, 1, 'new', 'none', now(), '{}', '{}' from generate_series(1, $2) g`,
      [http.tenantId, count],
    ),
  )
}

async function listed(http: TestHttp, search: Record<string, string>) {
  const rows: unknown[] = []
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({ ...search, limit: '17', ...(cursor && { cursor }) })
    const { status, json } = await http.ask('GET', `/api/v1/hosts?${query}`)
    if (status !== 200) return status
    rows.push(...json.data)
    cursor = json.page.next
  } while (cursor)
  return rows
}

/** A reader that takes what comes as slowly as it likes. Ends with how the answer ended. */
function read(http: TestHttp, path: string, token: string, onChunk: (text: string, stop: () => void) => unknown) {
  return new Promise<{ whole: boolean; bytes: number }>((resolve, reject) => {
    let bytes = 0
    const asked = request(http.url + path, { headers: { authorization: `Bearer ${token}` } }, async (response) => {
      try {
        for await (const chunk of response) {
          bytes += chunk.length
          await onChunk(String(chunk), () => asked.destroy())
        }
      } catch {
        // Broken off: told by `complete`.
      }
      resolve({ whole: response.complete, bytes })
    })
    asked.on('error', reject)
    asked.end()
  })
}

async function audited(http: TestHttp) {
  const { rows } = await http.admin.query<{ entry: string }>(
    `select entry from holdfast.audit_entry where action like '%/export' order by seq`,
  )
  return rows.map(({ entry }) => JSON.parse(entry))
}

const sort = fc.constantFrom('', 'name', '-name', 'risk', '-risk', 'severity', '-lastSeen')
const limit = fc.constantFrom('', '', ' limit 7')

for (const server of testServers()) {
  describe(`an export on ${server.name}`, { skip: server.missing }, () => {
    test('has exactly the rows of the list, in its order, for any query', async (t) => {
      const http = await filled(t, await server.start())
      let compared = 0
      const property = fc.asyncProperty(arbitraryQuery, sort, limit, async (text, order, most) => {
        const search = { q: `${text}${most}`, ...(order && { sort: order }) }
        const expected = await listed(http, search)
        const { status, json } = await http.ask('GET', `/api/v1/hosts/export?${new URLSearchParams(search)}`)
        if (typeof expected === 'number') return assert.equal(status, expected, text)
        assert.equal(status, 200, text)
        assert.deepEqual(json.data, expected, text)
        assert.equal(json.rows, expected.length)
        if (expected.length > 17) compared++
      })
      await fc.assert(property, { numRuns: 60 })
      assert.ok(compared > 5, `${compared} exports had more than one page`)
    })
  })
}

describe('an export', () => {
  test('comes as CSV, NDJSON and JSON with the columns that were asked for', async (t) => {
    const http = await empty(t)
    await many(http, 2)
    const get = (query: string) => http.ask('GET', `/api/v1/hosts/export?sort=name&${query}`)
    const csv = await get('format=csv&columns=name,risk')
    assert.equal(csv.text, 'name,risk\r\nhost-1,\r\nhost-2,\r\n')
    assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8; header=present')
    assert.match(csv.headers.get('content-disposition')!, /^attachment; filename="holdfast-hosts-\d{8}T\d{4}Z\.csv"$/)
    assert.equal((await get('format=ndjson&columns=name')).text, '{"name":"host-1"}\n{"name":"host-2"}\n')
    assert.deepEqual((await get('columns=id')).json.data, [{ id: 1 }, { id: 2 }])
    const none = await get('q=name:nobody')
    assert.deepEqual([none.json.data, none.json.rows], [[], 0])
    assert.equal((await get('q=name:nobody&format=csv')).text, 'id,name,risk\r\n')
    assert.equal((await get('q=name:nobody&format=ndjson')).text, '')
    const groups = await get(`format=csv&q=${encodeURIComponent('name:host* group by severity')}`)
    assert.match(groups.text, /^severity,count\r\n\w+,2\r\n$/)
    const counted = await get(`format=csv&q=${encodeURIComponent('name:host* count')}`)
    assert.equal(counted.text, 'count\r\n2\r\n')
    const long = await http.ask('POST', '/api/v1/hosts/export/search', { body: { q: 'name:host-1', format: 'ndjson' } })
    assert.match(long.text, /^\{"id":1,.*\}\n$/)
  })

  test('names a column that is not there, and a query that means nothing, before a byte is written', async (t) => {
    const http = await empty(t)
    const wrong = await http.ask('GET', '/api/v1/hosts/export?columns=name,nmae')
    assert.equal(wrong.status, 422)
    assert.match(wrong.json.detail, /does not know "nmae"; known: id, name, inner, risk/)
    assert.equal((await http.ask('GET', '/api/v1/hosts/export?q=nmae:x')).json.code, 'invalid-query')
    assert.equal((await http.ask('GET', '/api/v1/hosts/export?format=xml')).status, 422)
    const token = await http.token(['other:read'])
    assert.equal((await http.ask('GET', '/api/v1/hosts/export', { token })).status, 403)
    assert.deepEqual(await audited(http), [])
  })

  test('defuses what a spreadsheet would take for a formula, and keeps every text', async (t) => {
    const http = await empty(t)
    const texts = ['=cmd|x!A1', '+1+1', '-2+3', '@SUM(A1)', '\tx', '\rx', 'a,"b"\r\nc', '-5', '‮evil', 'плохо']
    for (const [id, text] of texts.entries()) {
      await http.database.asTenant(http.tenantId, (tx) =>
        tx.query(
          `insert into sample_host (tenant_id, id, name, severity, status, disposition, first_seen, labels, software_ids)
           values ($1, $2, $3, 1, 'new', 'none', now(), '{}', '{}')`,
          [http.tenantId, id, text],
        ),
      )
    }
    const { text } = await http.ask('GET', '/api/v1/hosts/export?format=csv&columns=name')
    const cells = parseCsv(text)
      .slice(1)
      .map(([cell]) => cell!)
    assert.deepEqual(cells.map((cell) => (texts.includes(cell) ? cell : cell.slice(1))).toSorted(), texts.toSorted())
    for (const cell of cells) assert.ok(!/^[=+@\t\r]|^-[^\d]/.test(cell), JSON.stringify(cell))
  })

  test('that fails in the middle says so and breaks off, in every form', async (t) => {
    const http = await empty(t)
    await many(http, 3000)
    const token = await http.token()
    for (const [format, words] of [
      ['csv', undefined],
      ['ndjson', /\n\{"error":\{.*"code":"invalid-request".*\}\}\n$/],
      ['json', /"error":\{.*\}/],
    ] as const) {
      let text = ''
      const { whole } = await read(http, `/api/v1/broken/export?format=${format}&sort=memory`, token, (chunk) => {
        text += chunk
      })
      assert.equal(whole, false, format)
      assert.ok(text.length > 1000, format)
      if (words) assert.match(text, words)
    }
    const entries = await audited(http)
    assert.deepEqual(
      entries.map(({ after }) => [after.format, after.outcome, after.rows]),
      [
        ['csv', 'failed', 1000],
        ['ndjson', 'failed', 1000],
        ['json', 'failed', 1000],
      ],
    )
  })

  test('of 200,000 rows takes no more memory than its buffers, and is audited with its number', async (t) => {
    const http = await empty(t)
    await many(http, 200_000)
    const token = await http.token()
    const before = process.memoryUsage().rss
    let most = 0
    let lines = 0
    const { whole, bytes } = await read(http, '/api/v1/hosts/export?format=ndjson', token, (chunk) => {
      lines += chunk.split('\n').length - 1
      most = Math.max(most, process.memoryUsage().rss)
    })
    assert.deepEqual([whole, lines], [true, 200_000])
    assert.ok(bytes > 8_000_000)
    assert.ok(most - before < 150 * 2 ** 20, `grew by ${Math.round((most - before) / 2 ** 20)} MiB`)
    const [entry] = await audited(http)
    assert.deepEqual([entry.after.rows, entry.after.outcome, entry.after.format], [200_000, 'whole', 'ndjson'])
    assert.equal(entry.actor.kind, 'token')
  })

  test('ends with its reader, and waits for a slow one', async (t) => {
    const http = await empty(t)
    await many(http, 200_000)
    const token = await http.token()
    const { whole, bytes } = await read(http, '/api/v1/hosts/export?format=ndjson', token, async (_, stop) => {
      await sleep(200)
      stop()
    })
    assert.equal(whole, false)
    assert.ok(bytes < 1_000_000)
    for (const until = Date.now() + 10_000; Date.now() < until; await sleep(20)) {
      if ((await audited(http)).length > 0) break
    }
    const [entry] = await audited(http)
    assert.equal(entry.after.outcome, 'broken off by the reader')
    assert.ok(entry.after.rows < 100_000, `${entry.after.rows} rows were read for nobody`)
    const { rows } = await http.admin.query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and query like 'fetch%' and state <> 'idle'`,
    )
    assert.equal(rows[0].n, 0)
  })

  test('leaves room for others: a few at once of each tenant', async (t) => {
    const http = await empty(t)
    await many(http, 200_000)
    const token = await http.token()
    const stops: (() => void)[] = []
    const running = Array.from({ length: 3 }, () =>
      read(http, '/api/v1/hosts/export?format=ndjson', token, async (_, stop) => {
        stops.push(stop)
        await sleep(60_000, undefined, { ref: false })
      }),
    )
    while (stops.length < 3) await sleep(10)
    assert.equal((await http.ask('GET', '/api/v1/hosts/export')).status, 429)
    for (const stop of stops) stop()
    void running
    for (const until = Date.now() + 10_000; Date.now() < until; await sleep(50)) {
      if ((await http.ask('GET', '/api/v1/hosts/export?q=name:host-1')).status === 200) return
    }
    assert.fail('the places never became free')
  })
})

/** RFC 4180, for reading back what was written. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]]
  const pattern = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/gy
  for (const [, quoted, plain, end] of text.matchAll(pattern)) {
    records.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end === '\r\n') records.push([])
  }
  return records.slice(0, -1)
}
