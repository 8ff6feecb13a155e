import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { test } from 'node:test'
import { answerNonsense } from './answer-nonsense.ts'

test('who says nothing hears nothing; half a request, none and one too long are told so', async (t) => {
  const server = createServer({ connectionsCheckingInterval: 20 }, (_, reply) => reply.end('here'))
  server.headersTimeout = 100
  server.on('clientError', answerNonsense)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const heard = (said: string) =>
    new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(port, '127.0.0.1', () => said && socket.write(said))
      socket.on('data', (bytes) => {
        text += bytes
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(text.split('\r\n')[0] ?? ''))
    })
  assert.equal(await heard(''), '')
  assert.equal(await heard('GET / HTTP/1.1\r\nHost: a'), 'HTTP/1.1 408 Request Timeout')
  assert.equal(await heard('HELLO\r\n\r\n'), 'HTTP/1.1 400 Bad Request')
  assert.equal(
    await heard(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`),
    'HTTP/1.1 431 Request Header Fields Too Large',
  )
  assert.equal(await heard('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'), 'HTTP/1.1 200 OK')
})
