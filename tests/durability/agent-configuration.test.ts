import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { configuredAgent, nothingToHandOut } from './configured-agent.ts'
import { inventoryFacts } from './inventory-facts.ts'
import { receivingServer } from './receiving-server.ts'
import { until } from './sample-station.ts'

const server = await receivingServer({ after }, { files: nothingToHandOut, facts: inventoryFacts })

const change = (path: string, { body }: { body: object }) =>
  server.ask('PATCH', path, { body, headers: { 'if-match': '*' } })

test('a real agent takes the profile of its tag, leaves off what its key does not provide for, and goes back from what cuts it off', async (t) => {
  const made = (await server.ask('POST', '/api/v1/activation-keys', { body: { name: 'only inventory' } })).json.data
  const agent = await configuredAgent(t, server, { trialSeconds: 3, key: made.key })
  await agent.untilTold(({ assets }) => assets.length === 1, 'the agent tells of its host')
  assert.equal((await agent.told()).configuration, 'none')

  const tag = (await server.ask('POST', '/api/v1/tags', { body: { name: 'Web' } })).json.data.id as string
  await server.ask('POST', `/api/v1/tags/${tag}/assign`, { body: { q: '' } })
  const settings = { statusSeconds: 30, collectors: { 'inventory.kernel': { everySeconds: 60 } }, nice: 15 }
  const body = { name: 'Web servers', settings, tags: [tag], priority: 5 }
  const profile = (await server.ask('POST', '/api/v1/agent-profiles', { body })).json.data
  assert.equal((await agent.told()).configuration, 'behind')
  await agent.untilTold(({ configuration }) => configuration === 'same', 'the agent works by the profile')
  const told = await agent.told()
  assert.deepEqual([told.profile.name, told.profileBecause], ['Web servers', 'An asset of it has the tag “Web”.'])
  await until(() => /works by the profile “Web servers”/.test(agent.said()), 'the profile is proven')

  // A proxy that is not there: nothing is heard any more, until the agent goes back by itself.
  const path = `/api/v1/agent-profiles/${profile.id}`
  const cut = { settings: { ...settings, proxy: { url: 'http://127.0.0.1:1', direct: false } } }
  assert.equal((await change(path, { body: cut })).status, 200)
  await agent.untilTold(({ configuration }) => configuration === 'refused', 'it went back')
  assert.match((await agent.told()).configurationBecause, /the server was not heard for 3 s/)
  const kept = () => JSON.parse(readFileSync(join(agent.home, 'configuration.json'), 'utf8'))
  assert.ok(kept().refused && !kept().trial)

  // Killed and started again it still works by the one before, and takes what comes next.
  await agent.stop('SIGKILL')
  await agent.start()
  await agent.untilTold(({ configuration }) => configuration === 'refused', 'it is heard again')
  await change(path, { body: { settings } })
  await agent.untilTold(({ configuration }) => configuration === 'same', 'it takes the next change')

  await change(`/api/v1/activation-keys/${made.id}`, { body: { modules: [] } })
  await agent.untilTold(
    ({ configuration, modules }) => configuration === 'same' && modules?.length === 0,
    'no module is provided for',
  )
  await until(async () => {
    await server.apply()
    const { rows } = await server.admin.query(
      `select count(*)::int as n from holdfast.fact_problem where reason = 'off' and detail like '%does not provide for inventory%'`,
    )
    return rows[0].n > 5
  }, 'what is off is told as not seen')
  await change(`/api/v1/activation-keys/${made.id}`, { body: { modules: null } })
  await agent.untilTold(
    ({ configuration, modules }) => configuration === 'same' && modules === null,
    'all modules again',
  )
  await until(async () => {
    await server.apply()
    const { rows } = await server.admin.query(
      `select count(*)::int as n from holdfast.fact_problem where reason = 'off'`,
    )
    return rows[0].n === 0
  }, 'what runs again is seen again')
})

test('a window without transmission keeps an agent still, and lets it speak when it is over', async (t) => {
  const agent = await configuredAgent(t, server, { trialSeconds: 30 })
  await agent.untilTold(({ assets }) => assets.length === 1, 'the agent tells of its host')
  const zone = 'UTC'
  const now = new Date()
  const days = [1, 2, 3, 4, 5, 6, 7]
  const hour = (ahead: number) => `${String((now.getUTCHours() + ahead + 24) % 24).padStart(2, '0')}:00`
  const still = { windows: [{ days, from: hour(-1), to: hour(2), zone, stops: 'transmission' }] }
  const body = { name: 'Still', isDefault: true, settings: still }
  const made = await server.ask('POST', '/api/v1/agent-profiles', { body })
  assert.equal(made.status, 201)
  // The sign of life that proves it is let through.
  await agent.untilTold(({ configuration }) => configuration === 'same', 'it works by the profile')
  const { lastSeenAt } = await agent.told()
  await server.ask('POST', `/api/v1/sources/${agent.source}/collect`, { body: {} })
  await new Promise((resolve) => setTimeout(resolve, 3000))
  assert.equal((await agent.told()).lastSeenAt, lastSeenAt)
  await server.admin.query(`update holdfast.source_state set last_seen_at = now() - interval '1 hour'`)
  assert.equal((await agent.told()).health, 'quiet')
  const never = { windows: [{ days, from: '00:00', to: '00:00', zone, stops: 'transmission' }] }
  const refused = await change(`/api/v1/agent-profiles/${made.json.data.id}`, {
    body: { settings: never },
  })
  assert.equal(refused.status, 422)
  assert.match(refused.text, /four hours at least/)
})
