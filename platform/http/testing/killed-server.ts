// A server process that is there to be killed. Its argument: the logins of a database, by their roles, as JSON. It asks itself what it is sent, and sends back the status.
import pino from 'pino'
import { type ConnectionSettings, type LoginRole, openDatabase } from '../../store/index.ts'
import { createServer } from '../create-server.ts'

const logins = JSON.parse(process.argv[2] ?? '{}') as Record<LoginRole, ConnectionSettings>
process.on('disconnect', () => process.exit(0))
const database = await openDatabase({
  access: { kind: 'external', admin: undefined, roles: {}, login: (role) => logins[role] },
})
const { app } = createServer({
  database,
  routes: [],
  key: Buffer.alloc(32, 7),
  version: '0',
  logger: pino({ level: 'silent' }),
  limits: { address: 1e9 },
})
await app.ready()
process.on('message', async (asked: { url: string; cookie: string; body: object }) => {
  process.send?.('begun')
  const { url, cookie, body } = asked
  const headers = { host: 'localhost', cookie, 'x-holdfast-request': '1' }
  const reply = await app.inject({ method: 'POST', url, headers, payload: body })
  process.send?.(reply.statusCode)
})
process.send?.('ready')
