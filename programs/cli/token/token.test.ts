import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sampleInstallation } from '../../../tests/api/sample-installation.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'

const { url, token: tokenOf, ask } = await sampleInstallation({ after })
const own = await tokenOf()
const run = (secret: string, ...words: string[]) => runVerb(words, { HOLDFAST_SERVER: url, HOLDFAST_TOKEN: secret })
const lets = async (token: string) => (await ask('GET', '/api/v1/findings', { token })).status === 200
const listed = async () =>
  JSON.parse((await run(own, 'token', 'list', '-o', 'json')).out).data as { id: string; name: string }[]

test('a token is made with what it may, listed without its secret, rotated with an overlap, and ended', async () => {
  const made = await run(own, 'token', 'create', 'nightly', '--scopes', 'findings:read,tokens:read', '--days', '30')
  assert.equal(made.code, 0, made.err)
  assert.match(made.out, /^hfst_\S+\n$/)
  const first = made.out.trim()
  assert.ok(await lets(first))
  assert.equal((await ask('GET', '/api/v1/members', { token: first })).status, 403)
  assert.match((await run(first, 'token', 'list')).out, /nightly/)
  const { id } = (await listed()).find(({ name }) => name === 'nightly')!
  assert.ok(!JSON.stringify(await listed()).includes(first))
  const rotated = await run(own, 'token', 'rotate', id, '--overlap', '1')
  assert.equal(rotated.code, 0, rotated.err)
  const second = rotated.out.trim()
  assert.ok((await lets(first)) && (await lets(second)))
  for (const each of (await listed()).filter(({ name }) => name === 'nightly'))
    assert.equal((await run(own, 'token', 'revoke', each.id)).code, 0)
  assert.ok(!(await lets(first)) && !(await lets(second)))
  assert.match((await run(own, 'token', 'revoke', id)).err, /over already/)
})

test('what makes no sense is refused in words', async () => {
  assert.match((await run(own, 'token', 'create', 'x')).err, /needs what it may/)
  assert.match((await run(own, 'token', 'create', 'x', '--scopes', 'nothing:here')).err, /nothing:here/)
  assert.match((await run(own, 'token', 'create', 'x', '--scopes', '*:read', '--days', 'two')).err, /whole number/)
  const limited = (await run(own, 'token', 'create', 'small', '--scopes', 'tokens:write')).out.trim()
  const wide = await run(limited, 'token', 'create', 'wide', '--scopes', '*')
  assert.notEqual(wide.code, 0)
  assert.equal(wide.out, '')
  assert.notEqual((await run('hfst_wrong', 'token', 'list')).code, 0)
})
