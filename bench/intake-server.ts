// The server process of the intake bench: the doors' framework with the one route that takes envelopes. Talks to its parent by messages.
import type { AddressInfo } from 'node:net'
import { createIntake, IntakeError } from '@holdfast/platform/intake'
import { openDatabase, openHome, readEmbeddedAccess } from '@holdfast/platform/store'
import fastify from 'fastify'

const access = readEmbeddedAccess(openHome(process.argv[2] ?? ''))
if (!access) throw new Error('the database of the bench does not run')
const database = await openDatabase({ access })
const intake = await createIntake(database, { trust: () => null, mostWaiting: Number.POSITIVE_INFINITY })
const app = fastify({ bodyLimit: 9 * 1024 * 1024 })
app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
app.post('/agent/v1/envelopes', async (request, reply) => {
  try {
    return await intake.receive(String(request.headers['holdfast-source']), request.body as Buffer)
  } catch (error) {
    return reply.code(error instanceof IntakeError ? error.status : 503).send({ detail: (error as Error).message })
  }
})
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ port: (app.server.address() as AddressInfo).port })
process.on('message', (message) => {
  if (message === 'usage') process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() })
})
process.on('disconnect', () => process.exit(0))
