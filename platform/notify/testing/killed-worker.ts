// A worker process that is there to be killed while it delivers. Its argument: the logins of a database, by their roles, as JSON.
import { type ConnectionSettings, type LoginRole, openDatabase } from '../../store/index.ts'
import { SecretBox } from '../../trust/index.ts'
import { EgressGuard, startDelivering } from '../index.ts'

const logins = JSON.parse(process.argv[2] ?? '{}') as Record<LoginRole, ConnectionSettings>
process.on('disconnect', () => process.exit(0))
const database = await openDatabase({
  access: { kind: 'external', admin: undefined, roles: {}, login: (role) => logins[role] },
})
startDelivering({
  database,
  box: new SecretBox(Buffer.alloc(32, 3)),
  guard: EgressGuard.of('127.0.0.0/8, ::1'),
  mail: undefined,
  server: () => 'https://holdfast.test',
  host: 'test-host',
  version: '0',
  pollMs: 20,
  leaseSeconds: 1,
  onError: () => {},
})
