import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { testServers } from '../../store/testing/index.ts'
import { compileCount, compilePage, compileWhere, type Plan, render } from '../index.ts'
import { openSample, type Sample } from '../testing/open-sample.ts'
import { samplePlan } from '../testing/sample-plan.ts'

const seal = { sign: (text: string) => createHmac('sha256', 'key').update(text).digest('base64url') }

async function readPage(sample: Sample, made: Plan, size: number, cursor?: string) {
  const page = compilePage(made, { tenant: sample.tenant, select: { id: 'h.id' }, size, cursor, seal })
  assert.ok(page.ok)
  return page.read(await sample.run<{ id: number }>(page))
}

/** All pages from the first, each with its cursors. */
async function walk(sample: Sample, made: Plan, size: number) {
  const pages = [await readPage(sample, made, size)]
  for (let next = pages[0]!.next; next !== undefined; next = pages.at(-1)!.next) {
    pages.push(await readPage(sample, made, size, next))
  }
  return pages
}

const sortable = ['name', 'severity', 'status', 'risk', 'epss', 'memory', 'lastSeen', 'address', 'online']
const order = fc
  .uniqueArray(fc.constantFrom(...sortable), { maxLength: 3 })
  .chain((names) => fc.tuple(...names.map((name) => fc.constantFrom(name, `${name} desc`))))
  .map((keys) => (keys.length === 0 ? '' : `sort by ${keys.join(', ')}`))
const filter = fc.constantFrom(
  '',
  'severity >= medium',
  'not status:fixed',
  'port:22 or owner is null',
  'risk:*',
  'name:nothing-at-all',
)

for (const server of testServers()) {
  describe(`pages on ${server.name}`, { skip: server.missing }, () => {
    test('show every row once, forwards and backwards, in any order', async (t) => {
      const sample = await openSample(t, await server.start(), 60)
      const property = fc.asyncProperty(
        filter,
        order,
        fc.integer({ min: 1, max: 25 }),
        async (conditions, sort, size) => {
          const made = samplePlan(`${conditions} ${sort}`)
          const pages = await walk(sample, made, size)
          const ids = pages.flatMap(({ rows }) => rows.map(({ id }) => id))
          const where = render(compileWhere(made, sample.tenant))
          const found = await sample.run<{ id: number }>({
            ...where,
            text: `select h.id from sample_host h where ${where.text}`,
          })
          assert.deepEqual(
            ids.toSorted((a, b) => a - b),
            found.map(({ id }) => id).toSorted((a, b) => a - b),
          )
          assert.deepEqual(
            pages.slice(0, -1).map(({ rows }) => rows.length),
            pages.slice(0, -1).map(() => size),
          )
          assert.equal(pages[0]!.previous, undefined)
          for (let index = pages.length - 1; index > 0; index -= 1) {
            const back = await readPage(sample, made, size, pages[index]!.previous)
            assert.deepEqual(back.rows, pages[index - 1]!.rows, `page ${index} of ${conditions} ${sort}`)
          }
          const [counted] = await sample.run<{ count: number }>(compileCount(made, { tenant: sample.tenant }))
          assert.equal(counted?.count, ids.length)
        },
      )
      await fc.assert(property, { numRuns: 60 })
    })

    test('put rows without a value last in both directions, and texts in order of their letters', async (t) => {
      const sample = await openSample(t, await server.start(), 60)
      const values = new Map(sample.hosts.map((host) => [host.id, host]))
      for (const direction of ['asc', 'desc']) {
        const rows = (await walk(sample, samplePlan(`sort by risk ${direction}`), 7)).flatMap((page) => page.rows)
        const risks = rows.map(({ id }) => values.get(id)!.risk)
        const known = risks.filter((risk) => risk !== null)
        assert.deepEqual(risks, [...known, ...risks.filter((risk) => risk === null)])
        assert.deepEqual(
          known,
          known.toSorted((a, b) => (direction === 'asc' ? a - b : b - a)),
        )
      }
      const names = (await walk(sample, samplePlan('sort by name'), 50)).flatMap(({ rows }) =>
        rows.map(({ id }) => values.get(id)!.name),
      )
      const small = names.map((name) => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
      assert.deepEqual(
        small,
        small.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      )
    })

    test('end with the limit of the query', async (t) => {
      const sample = await openSample(t, await server.start(), 60)
      const pages = await walk(sample, samplePlan('sort by name limit 23'), 10)
      assert.deepEqual(
        pages.map(({ rows }) => rows.length),
        [10, 10, 3],
      )
      const [counted] = await sample.run<{ count: number }>(
        compileCount(samplePlan('limit 23'), { tenant: sample.tenant }),
      )
      assert.equal(counted?.count, 23)
      const [capped] = await sample.run<{ count: number }>(
        compileCount(samplePlan(''), { tenant: sample.tenant, cap: 9 }),
      )
      assert.equal(capped?.count, 10)
    })

    test('stay in place while rows come and go', async (t) => {
      const sample = await openSample(t, await server.start(), 20)
      const made = samplePlan('sort by risk desc')
      const first = await readPage(sample, made, 5)
      await sample.run({ text: 'update sample_host set risk = 101 where id = $1', values: [first.rows[0]!.id] })
      await sample.run({ text: 'delete from sample_port', values: [] })
      await sample.run({ text: 'delete from sample_host where id = $1', values: [first.rows[4]!.id] })
      const rest: number[] = []
      for (let next = first.next; next !== undefined; ) {
        const page = await readPage(sample, made, 5, next)
        rest.push(...page.rows.map(({ id }) => id))
        next = page.next
      }
      assert.equal(new Set([...first.rows.map(({ id }) => id), ...rest]).size, 20)
    })
  })
}

describe('a cursor', () => {
  const made = samplePlan('severity:high sort by name')
  const options = { tenant: 1, select: { id: 'h.id' }, size: 1, seal }
  const first = compilePage(made, options)
  assert.ok(first.ok)
  const row = (id: number) => ({ id, _keys: ['web', String(id)] })
  const cursor = first.read([row(1), row(2)]).next!

  test('leads on', () => {
    assert.equal(compilePage(made, { ...options, cursor }).ok, true)
    assert.equal(compilePage(samplePlan('severity : high sort by name limit 5'), { ...options, cursor }).ok, true)
  })

  test('of another tenant, query or order is refused', () => {
    const refusal = { ok: false, refusal: 'cursor-for-other-query' }
    assert.deepEqual(compilePage(made, { ...options, tenant: 2, cursor }), refusal)
    assert.deepEqual(compilePage(samplePlan('severity:low sort by name'), { ...options, cursor }), refusal)
    assert.deepEqual(compilePage(samplePlan('severity:high sort by name desc'), { ...options, cursor }), refusal)
  })

  test('is no cursor for having a signature', () => {
    const anything = { ...options, seal: { sign: () => 'signed' } }
    for (const body of ['', 'x', 'bnVsbA', 'W10', 'eyJhIjoxfQ', 'WzFd']) {
      assert.equal(compilePage(made, { ...anything, cursor: `${body}.signed` }).ok, false, body)
    }
  })

  test('that was changed in any place is refused', () => {
    const refusal = { ok: false, refusal: 'cursor-invalid' }
    for (let index = 0; index < cursor.length; index += 1) {
      const changed = cursor.slice(0, index) + (cursor[index] === 'x' ? 'y' : 'x') + cursor.slice(index + 1)
      assert.deepEqual(compilePage(made, { ...options, cursor: changed }), refusal, changed)
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.deepEqual(compilePage(made, { ...options, cursor: text }), refusal)
      }),
    )
  })
})
