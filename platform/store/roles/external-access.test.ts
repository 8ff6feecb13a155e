import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectClient } from '../door/connect-client.ts'
import { DatabaseUnavailable, StoreError } from '../store-error.ts'
import { externalAccess, parseDatabaseUrl } from './external-access.ts'

const parse = (url: string) => parseDatabaseUrl(url, 'DATABASE_URL')

test('a database URL is read, escapes and sockets included', () => {
  const expected = { host: 'db', port: 5433, database: 'hold fast', user: 'me', password: 'p@ss/%' }
  assert.deepEqual(parse('postgres://me:p%40ss%2F%25@db:5433/hold%20fast?sslmode=disable'), expected)
  assert.deepEqual(parse('postgresql://me@/name?host=/run/postgresql'), {
    host: '/run/postgresql',
    port: 5432,
    database: 'name',
    user: 'me',
  })
  assert.equal(parse('postgres://me@[::1]/name').host, '::1')
})

test('TLS is verified unless the host is this machine or the URL says otherwise', () => {
  assert.deepEqual(parse('postgres://me@db.example/name').ssl, { rejectUnauthorized: true })
  assert.deepEqual(parse('postgres://me@db.example/name?sslmode=require').ssl, { rejectUnauthorized: false })
  assert.equal(parse('postgres://me@127.0.0.1/name').ssl, undefined)
  assert.equal(parse('postgres://me@db.example/name?sslmode=disable').ssl, undefined)
})

test('a wrong URL gets one line that names the variable and not the password', () => {
  const wrong = [
    'nonsense',
    'mysql://me:hush@db/name',
    'postgres://me:hush@db',
    'postgres://me:hush@db/',
    'postgres://:hush@db/name',
    'postgres://me:hush@/name',
    'postgres://me:hush@db:99999/name',
    'postgres://me:hush@db/name?sslmode=maybe',
    'postgres://me:hush%zz@db/name',
    'postgres://me:hush@db/name?sslrootcert=/does/not/exist',
    'postgres://holdfast_app:hush@db/name',
  ]
  for (const url of wrong) {
    assert.throws(
      () => externalAccess({ url }),
      (error) => {
        assert.ok(error instanceof StoreError && error.code === 'database-url', url)
        assert.match(error.message, /DATABASE_URL/)
        assert.doesNotMatch(error.message, /hush|\n/)
        return true
      },
    )
  }
})

test('a server that is not there is DatabaseUnavailable', async () => {
  await assert.rejects(connectClient(parse('postgres://me:hush@127.0.0.1:1/name')), (error) => {
    assert.ok(error instanceof DatabaseUnavailable)
    assert.match(error.message, /127\.0\.0\.1:1 .*ECONNREFUSED/)
    return true
  })
  await assert.rejects(connectClient(parse('postgres://me@/name?host=/nowhere')), DatabaseUnavailable)
})
