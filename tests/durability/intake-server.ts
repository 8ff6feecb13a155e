// A server process that does nothing but take envelopes. Its arguments: the home, the port.
import { createServer } from 'node:http'
import { createIntake } from '@holdfast/platform/intake'
import { openDatabase, openHome, readEmbeddedAccess } from '@holdfast/platform/store'

const [home = '', port = ''] = process.argv.slice(2)
const access = readEmbeddedAccess(openHome(home))!
const database = await untilThere(() => openDatabase({ access }))
const intake = await untilThere(() => createIntake(database, { trust: () => null }))

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', async () => {
    try {
      const answer = await intake.receive(String(request.headers['holdfast-source']), Buffer.concat(chunks))
      response.end(JSON.stringify(answer))
    } catch (error) {
      response.writeHead(503).end(String(error))
    }
  })
})
server.listen(Number(port), '127.0.0.1')
process.on('disconnect', () => process.exit(0))

/** The database may be starting anew just now. */
async function untilThere<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
