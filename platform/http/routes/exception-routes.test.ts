import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { syncContent } from '../../content/index.ts'
import { checkOf, contentOf, locked, shut, wardenOf } from '../../findings/testing/findings-database.ts'
import { everyPart } from '../../store/testing/index.ts'
import { testHttp } from '../testing/index.ts'
import { exceptionList, exceptionRoutes } from './exception-routes.ts'
import { viewRoutes } from './view-routes.ts'

const { ask, token, tenant, database } = await testHttp(
  { after },
  {
    parts: everyPart().filter(({ part }) => part !== 'store'),
    routes: [...exceptionRoutes, ...viewRoutes({ exceptions: exceptionList.entity })],
  },
)
const content = contentOf([wardenOf()], [checkOf(locked, 'high'), checkOf(shut, 'low')])
await database.asPlatform((tx) => syncContent(tx, [content]))

const make = async (check: string, reason: string, justification: string, endsAt?: string) => {
  const body = { scope: { check }, reason, justification, ...(endsAt && { endsAt }) }
  const { status, text, json } = await ask('POST', '/api/v1/exceptions', { body })
  assert.equal(status, 201, text)
  return json.data.id as string
}
const accepted = await make(locked, 'risk-accepted', 'Until the move', '2028-01-01T00:00:00Z')
const wrong = await make(shut, 'false-positive', 'The test looks at another door')
const revoked = await make(shut, 'wont-fix', 'Nobody lives there', '2029-01-01T00:00:00Z')
const ended = await ask('DELETE', `/api/v1/exceptions/${revoked}`, { headers: { 'if-match': '*' } })
assert.equal(ended.status, 200, ended.text)
const search = (q: string, more = {}) => ask('POST', '/api/v1/exceptions/search', { body: { q, ...more } })
const ids = async (q: string) => {
  const { status, text, json } = await search(q)
  assert.equal(status, 200, text)
  return json.data.map(({ id }: { id: string }) => id)
}

test('exceptions are found by state, reason, words, times and what they are about', async () => {
  assert.deepEqual(new Set(await ids('')), new Set([accepted, wrong, revoked]))
  assert.deepEqual(await ids('state:revoked'), [revoked])
  assert.deepEqual(await ids('state:approved and ends:*'), [accepted])
  assert.deepEqual(await ids('state:approved and not ends:*'), [wrong])
  assert.deepEqual(await ids(`check:"${locked}"`), [accepted])
  assert.deepEqual(await ids('"another door"'), [wrong])
  assert.deepEqual(await ids('findings > 0 or chosen:true'), [])
  assert.deepEqual(await ids('state:approved and ends < 2028-06-01'), [accepted])
  const [row] = (await search('state:approved and reason:risk-accepted')).json.data
  assert.deepEqual(row, (await ask('GET', `/api/v1/exceptions/${accepted}`)).json.data)
})

test('they are counted by facets, grouped, paged, and completed', async () => {
  const { json } = await search('', { facets: 'state,reason', limit: 2 })
  assert.equal(json.page.total, 3)
  assert.equal(json.data.length, 2)
  assert.ok(json.page.next)
  const [state] = json.facets
  assert.deepEqual(state.values, [
    { value: 'approved', count: 2 },
    { value: 'revoked', count: 1 },
  ])
  const groups = (await search('group by disposition')).json.groups
  assert.deepEqual(groups.map(({ keys, count }: { keys: string[]; count: number }) => [keys[0], count]).sort(), [
    ['accepted', 2],
    ['false-positive', 1],
  ])
  const completed = await ask('POST', '/api/v1/query/exceptions/complete', { body: { text: 'state:rev', cursor: 9 } })
  assert.deepEqual(
    completed.json.data.items.map(({ label }: { label: string }) => label),
    ['revoked'],
  )
})

test('an export holds what the list shows', async () => {
  const { status, text } = await ask(
    'GET',
    '/api/v1/exceptions/export?format=csv&q=state%3Arevoked&columns=id,state,check',
  )
  assert.equal(status, 200)
  assert.match(text, new RegExp(`${revoked}.*revoked.*${shut}`))
  assert.doesNotMatch(text, new RegExp(accepted))
})

test('a view of the list can be kept', async () => {
  const body = { list: 'exceptions', name: 'Ending', query: 'state:approved and ends < now+30d' }
  assert.equal((await ask('POST', '/api/v1/views', { body })).status, 201)
  const { json } = await ask('GET', '/api/v1/views?list=exceptions')
  assert.equal(json.data[0].problem, null)
})

test('another tenant sees none, and nobody without the permission', async () => {
  const theirs = await token(['*'], await tenant('Other'))
  assert.equal((await ask('GET', '/api/v1/exceptions', { token: theirs })).json.page.total, 0)
  const blind = await token(['assets:read'])
  for (const path of ['', '/export', '/search'])
    assert.equal(
      (
        await ask(path === '/search' ? 'POST' : 'GET', `/api/v1/exceptions${path}`, {
          token: blind,
          ...(path === '/search' && { body: {} }),
        })
      ).status,
      403,
    )
})
