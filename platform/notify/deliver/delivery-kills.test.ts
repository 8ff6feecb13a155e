import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { notifyInstallation } from '../testing/notify-installation.ts'

const { access, tenant, channel, send, delivery, until, start } = await notifyInstallation({ after })
const kills = 4

function startWorker(): ChildProcess {
  const program = fileURLToPath(new URL('../testing/killed-worker.ts', import.meta.url))
  const logins = Object.fromEntries((['app', 'jobs', 'maintenance'] as const).map((role) => [role, access.login(role)]))
  return fork(program, [JSON.stringify(logins)], { stdio: 'ignore' })
}

test(`${kills} kills -9 of the worker between taking and sending, and before it notes the answer: nothing is lost, and what comes twice has the same id`, async (t) => {
  const got: string[] = []
  let onPost: (() => void) | undefined
  const receiver = createServer((request, response) => {
    got.push(String(request.headers['webhook-id']))
    // The worker dies before it hears the answer.
    if (onPost) onPost()
    else response.end('ok')
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    receiver.closeAllConnections()
    receiver.close()
  })
  const id = await tenant()
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const { id: hook } = await channel(id, { name: 'Hook', webhook: { secretUrl: url } })
  const sent: string[] = []
  for (let n = 0; n < kills; n++) {
    sent.push(await send(id, hook))
    const worker = startWorker()
    const ended = once(worker, 'exit')
    onPost = () => worker.kill('SIGKILL')
    await ended
  }
  onPost = undefined
  sent.push(await send(id, hook))
  const last = start({ leaseSeconds: 1 })
  try {
    for (const each of sent)
      await until(`${each} delivered`, async () => (await delivery(id, each)).state === 'delivered')
  } finally {
    await last.stop()
  }
  assert.deepEqual([...new Set(got)].sort(), [...sent].sort(), 'each came, under its own id')
  assert.ok(got.length > sent.length, 'what a killed worker had sent came once more')
})
