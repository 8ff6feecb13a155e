import assert from 'node:assert/strict'
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { issueCommand, type NewCommand } from '@holdfast/platform/commands'
import { inTenant } from '@holdfast/platform/intake'
import { until } from './sample-station.ts'
import { installedAgent, updatingServer } from './updating-server.ts'

process.env.HOLDFAST_AGENT_CHECK_SECONDS = '1'
const server = await updatingServer({ after })

const order = async (source: string, command: Pick<NewCommand, 'kind' | 'args'>): Promise<string> =>
  (
    await inTenant(server.database, server.tenantId, (tx) =>
      issueCommand(
        tx,
        server.signingKey(),
        { source, ...command, by: { kind: 'system', id: 'test' } } as NewCommand,
        new Date(),
      ),
    )
  ).id

test('an agent goes back by order, takes that version again by order, tells that it was meddled with, and leaves by order', async (t) => {
  const agent = await installedAgent(t, server)
  agent.start()
  await agent.heard(server.version)
  const first = server.newest.archive
  const next = server.build('9.9.9')
  server.newest.archive = next
  assert.equal((await server.ended(await server.order(agent.source))).state, 'done')
  assert.equal(agent.current(), 'b')

  const { sha256 } = next
  const other = await order(agent.source, { kind: 'roll-back', args: { version: '9.9.9', sha256: 'e'.repeat(64) } })
  assert.deepEqual(await server.ended(other).then(({ detail }) => detail), 'it does not run that program')
  const back = await order(agent.source, { kind: 'roll-back', args: { version: '9.9.9', sha256 } })
  const ended = await server.ended(back)
  assert.deepEqual([ended.state, ended.detail], ['done', `it runs version ${first.version}`])
  assert.equal(agent.current(), 'a')
  await agent.heard(first.version)
  // It went back since somebody said so, and goes forward again when somebody says so.
  assert.equal((await server.ended(await server.order(agent.source))).state, 'done')
  assert.equal(agent.current(), 'b')

  chmodSync(join(agent.program, 'launch'), 0o777)
  await until(async () => (await agent.told()).health === 'changed', 'it tells what was changed')
  assert.deepEqual((await agent.told()).integrityProblems, ['others may write launch'])
  const { rows } = await server.admin.query(`select action from holdfast.audit_entry where action = 'source:tampered'`)
  assert.equal(rows.length, 1)
  chmodSync(join(agent.program, 'launch'), 0o755)
  await until(async () => (await agent.told()).health === 'well', 'it is well again')

  const off = await order(agent.source, { kind: 'uninstall', args: {} })
  assert.equal((await server.ended(off)).state, 'done')
  await until(() => !existsSync(agent.program) && agent.processes().length === 0, 'nothing of it is left')
})
