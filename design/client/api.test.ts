import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, it } from 'node:test'
import fc from 'fast-check'
import { type Api, createApi, toQuery } from './api.ts'
import { createEventReader } from './event-lines.ts'
import { followEvents, type StreamState } from './follow-events.ts'
import { RequestProblem } from './request-problem.ts'

type Answer = (request: IncomingMessage, reply: ServerResponse) => void

describe('the client of the server', () => {
  let answer: Answer
  let api: Api
  let signedOut = 0
  const server = createServer((request, reply) => answer(request, reply))

  before(async () => {
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
    api = createApi({ base, headers: { 'x-ours': '1' }, onSignedOut: () => signedOut++ })
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  beforeEach(() => {
    signedOut = 0
  })

  const json = (reply: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
    reply.writeHead(status, { 'content-type': 'application/json', ...headers })
    reply.end(JSON.stringify(body))
  }

  it('sends what proves our page, and reads bodies and tags', async () => {
    answer = (request, reply) =>
      json(reply, 200, { data: request.headers['x-ours'], url: request.url }, { etag: '"3.x"' })
    const { body, etag } = await api.getTagged<{ data: string; url: string }>('/things', {
      query: { q: 'a b', limit: 5, none: undefined },
    })
    assert.deepEqual(body, { data: '1', url: '/api/things?q=a+b&limit=5' })
    assert.equal(etag, '"3.x"')
  })

  it('turns problem documents into problems, with their places', async () => {
    const errors = [{ pointer: '/query/q#3-5', code: 'name-unknown', message: 'no such name' }]
    answer = (_, reply) =>
      json(reply, 422, { code: 'invalid-request', detail: 'No.', errors: [...errors, 7] }, { 'x-trace-id': 'abc' })
    await assert.rejects(api.send('POST', '/things', { a: 1 }), (error: RequestProblem) => {
      assert.deepEqual([error.status, error.code, error.message, error.traceId], [422, 'invalid-request', 'No.', 'abc'])
      assert.deepEqual(error.errors, errors)
      return true
    })
  })

  it('waits with what is asked while the page goes elsewhere, for what is on its way, and goes on where it stays', async () => {
    const seen: string[] = []
    let release = () => {}
    answer = (request, reply) => {
      seen.push(request.url ?? '')
      if (request.url === '/api/slow') release = () => json(reply, 200, {})
      else json(reply, 200, {})
    }
    const slow = api.get('/slow')
    while (seen.length === 0) await new Promise((soon) => setTimeout(soon, 5))
    let isPaused = false
    const pausing = api.pause().finally(() => {
      isPaused = true
    })
    const held = api.get('/held')
    await api.send('POST', '/session/tenant', {})
    assert.deepEqual([seen, isPaused], [['/api/slow', '/api/session/tenant'], false])
    release()
    await slow
    const goOn = await pausing
    assert.equal(seen.length, 2)
    goOn()
    await held
    assert.equal(seen[2], '/api/held')
  })

  it('survives answers that are no problem documents', async () => {
    answer = (_, reply) => reply.writeHead(502).end('<h1>Bad gateway</h1>')
    await assert.rejects(api.get('/x'), (error: RequestProblem) => error.code === 'unreadable' && error.passing)
    answer = (_, reply) => reply.writeHead(200).end('{')
    await assert.rejects(api.get('/x'), (error: RequestProblem) => error.code === 'unreadable')
    const nobody = createApi({ base: 'http://127.0.0.1:1' })
    await assert.rejects(
      nobody.get('/x'),
      (error: RequestProblem) => error.code === 'unreachable' && error.status === 0,
    )
  })

  it('says when the server no longer knows us', async () => {
    answer = (_, reply) => json(reply, 401, { code: 'not-signed-in', detail: 'Sign in.' })
    await assert.rejects(api.get('/x'), RequestProblem)
    assert.equal(signedOut, 1)
  })

  it('follows a stream over breaks, going on after the last event', async () => {
    const asked: (string | undefined)[] = []
    answer = (request, reply) => {
      asked.push(request.headers['last-event-id'] as string | undefined)
      reply.writeHead(200, { 'content-type': 'text/event-stream' })
      reply.write(`id: ${asked.length}0\nevent: ready\ndata: {}\n\n`)
      if (asked.length < 3)
        reply.write(`id: ${asked.length}1\nevent: things.changed\ndata: {"n":${asked.length}}\n\n`, () => reply.end())
    }
    const stop = new AbortController()
    const events: string[] = []
    const states: StreamState[] = []
    await followEvents({
      api,
      path: '/events',
      signal: stop.signal,
      pauseMs: 1,
      onState: (state) => states.push(state),
      onEvent: (event) => {
        events.push(`${event.id} ${event.event}`)
        if (event.id === '30') stop.abort()
      },
    })
    assert.deepEqual(events, ['10 ready', '11 things.changed', '20 ready', '21 things.changed', '30 ready'])
    assert.deepEqual(asked, [undefined, '11', '21'])
    assert.deepEqual(states.slice(0, 4), ['connecting', 'live', 'offline', 'live'])
  })

  it('gives up a stream that fell silent, and one that is forbidden', async () => {
    let asked = 0
    answer = (_, reply) => {
      asked++
      if (asked === 1) reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n')
      else json(reply, 403, { code: 'forbidden', detail: 'No.' })
    }
    const states: StreamState[] = []
    await followEvents({
      api,
      path: '/e',
      signal: new AbortController().signal,
      pauseMs: 1,
      silenceMs: 30,
      onState: (state) => states.push(state),
      onEvent: () => {},
    })
    assert.equal(asked, 2)
    assert.equal(states.at(-1), 'offline')
  })
})

describe('event lines', () => {
  it('read the same however the text is cut', () => {
    const text = 'id: 1\nevent: a\ndata: one\ndata: two\n\n: beat\n\nid: 2\r\ndata:three\r\n\r\ndata\n\n'
    const whole = createEventReader()(text)
    assert.deepEqual(whole, [
      { id: '1', event: 'a', data: 'one\ntwo' },
      { id: '2', event: 'message', data: 'three' },
      { id: '2', event: 'message', data: '' },
    ])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 10 }), (cuts) => {
        const ends = [0, ...cuts.toSorted((a, b) => a - b), text.length]
        const read = createEventReader()
        assert.deepEqual(
          ends.slice(1).flatMap((end, at) => read(text.slice(ends[at], end))),
          whole,
        )
      }),
    )
  })

  it('refuse an event without end', () => {
    const read = createEventReader()
    assert.throws(() => {
      for (let i = 0; i < 100; i++) read('x'.repeat(100_000))
    }, RangeError)
  })
})

it('queries leave out what is empty', () => {
  assert.equal(toQuery({}), '')
  assert.equal(toQuery({ a: ['x', 'y'], b: false, c: '' }), '?a=x%2Cy&b=false')
})
