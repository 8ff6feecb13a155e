// A server process that is there to be killed while it writes an export. Its argument: the logins of a database, by their roles, as JSON. It tells its port.
import pino from 'pino'
import { createServer } from '../../platform/http/create-server.ts'
import { openDoors } from '../../platform/http/doors/open-doors.ts'
import { type ConnectionSettings, type LoginRole, openDatabase } from '../../platform/store/index.ts'
import { exportOfHosts } from './export-of-hosts.ts'

const logins = JSON.parse(process.argv[2] ?? '{}') as Record<LoginRole, ConnectionSettings>
process.on('disconnect', () => process.exit(0))
const database = await openDatabase({
  access: { kind: 'external', admin: undefined, roles: {}, login: (role) => logins[role] },
})
const { app } = createServer({
  database,
  routes: [exportOfHosts],
  key: Buffer.alloc(32, 7),
  version: '0',
  logger: pino({ level: 'silent' }),
  limits: { caller: 1e9, tenant: 1e9, address: 1e9 },
})
await app.ready()
const { port } = await openDoors({ port: 0, handler: (request, response) => app.routing(request, response) })
process.send?.(port)
