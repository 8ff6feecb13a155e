// Runs the embedded database of a home until it is killed; tests do so. Prints "ready <pid of the postmaster>".
import { openHome } from '../../home/open-home.ts'
import { StoreError } from '../../store-error.ts'
import { startEmbedded } from '../start-embedded.ts'

try {
  const server = await startEmbedded(openHome(process.argv[2]), {
    onEvent: (event) => process.stdout.write(`${event.kind}\n`),
    onProgress: (line) => process.stdout.write(`${line}\n`),
  })
  process.stdout.write(`ready ${server.pid} ${server.adopted ? 'adopted' : 'started'}\n`)
  process.on('SIGTERM', () => server.stop().then(() => process.exit(0)))
  setInterval(() => {}, 60_000)
} catch (error) {
  if (!(error instanceof StoreError)) throw error
  process.stdout.write(`${error.code}: ${error.message}\n`)
  process.exit(1)
}
