import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { outboxPart } from '../../outbox/index.ts'
import { newRecoveryCodes } from '../../sign-in/index.ts'
import { testHttp } from '../testing/index.ts'

const { ask, cookie, admin, database, access } = await testHttp({ after }, { parts: [outboxPart] })
const password = 'a sentence about four grey herons'
const kills = 10

function start(): ChildProcess {
  const program = fileURLToPath(new URL('../testing/killed-server.ts', import.meta.url))
  const logins = Object.fromEntries((['app', 'jobs', 'maintenance'] as const).map((role) => [role, access.login(role)]))
  return fork(program, [JSON.stringify(logins)], { stdio: 'ignore' })
}

const cookiesOf = (reply: Awaited<ReturnType<typeof ask>>) =>
  reply.headers
    .getSetCookie()
    .map((each) => each.split(';')[0]!)
    .filter((each) => !each.endsWith('='))
    .join('; ')

/** How many codes are used, and how many sessions were opened by one. */
async function taken(): Promise<readonly [number, number]> {
  const { rows } = await admin.query<{ used: number; opened: number }>(
    `select (select count(*)::int from holdfast.recovery_code where used_at is not null) as used,
            (select count(*)::int from holdfast.session where 'recovery' = any (factors)) as opened`,
  )
  return [rows[0]!.used, rows[0]!.opened]
}

test(`${kills} kills -9 while a recovery code is used: it lets in once, and what let nobody in is not used up`, async (t) => {
  const own = { cookie: await cookie(), 'x-holdfast-request': '1' }
  const set = await ask('POST', '/api/v1/account/password', {
    token: '',
    headers: own,
    body: { name: 'heron', password },
  })
  assert.equal(set.status, 200, set.text)
  const { rows } = await admin.query<{ id: number }>('select id from holdfast.person')
  const personId = rows[0]!.id
  await admin.query(
    `insert into holdfast.person_totp (person_id, sealed, confirmed_at) values ($1, 'x', now()) on conflict do nothing`,
    [personId],
  )
  const begin = async () => {
    await admin.query('delete from holdfast.sign_in_count')
    const reply = await ask('POST', '/api/v1/session/password', { token: '', body: { name: 'heron', password } })
    assert.equal(reply.json.data.state, 'second-factor', reply.text)
    return cookiesOf(reply)
  }
  const use = (attempt: string, code: string) =>
    ask('POST', '/api/v1/session/second-factor', {
      ...{ token: '', headers: { cookie: attempt, 'x-holdfast-request': '1' }, body: { code } },
    })
  const codes = [...(await newRecoveryCodes(database, personId))]
  let [spent, lost] = [0, 0]
  for (let n = 0; n < kills; n++) {
    const child = start()
    const code = codes[0]!
    const attempt = await begin()
    await once(child, 'message')
    let begun = false
    child.on('message', () => {
      begun = true
    })
    child.send({ url: '/api/v1/session/second-factor', cookie: attempt, body: { code } })
    while (!begun) await sleep(1)
    await sleep((n / kills) ** 2 * 400)
    child.kill('SIGKILL')
    await once(child, 'exit')
    // A commit that was on its way when its asker died is there, or is not, within a moment.
    await sleep(150)
    const [used, opened] = await taken()
    assert.equal(used, opened, 'a code is used where it opened a session, and nowhere else')
    if (used > spent) {
      spent = used
      codes.shift()
      assert.equal((await use(await begin(), code)).status, 401, 'a used code lets nobody in')
    } else {
      lost++
      assert.equal((await use(attempt, code)).status, 200, 'what was not used lets in, and the same sign-in goes on')
      codes.shift()
      spent++
    }
    assert.deepEqual(await taken(), [spent, spent])
    if (codes.length < 2) {
      codes.push(...(await newRecoveryCodes(database, personId)))
      codes.splice(0, codes.length - 10)
      await admin.query(`delete from holdfast.session where 'recovery' = any (factors)`)
      spent = 0
    }
  }
  t.diagnostic(`${kills} kills: ${kills - lost} after the code was used, ${lost} before`)
})
