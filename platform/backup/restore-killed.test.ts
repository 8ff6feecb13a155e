import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { fleetingTables } from '../access/index.ts'
import { connectClient } from '../store/administer/index.ts'
import { platformParts } from '../store/index.ts'
import { temporaryHome, testDatabase } from '../store/testing/index.ts'
import { newBackupKey, settleRestore, writeBackup } from './index.ts'
import { databaseImage, fewParts, fillOddly, oddPart, withOwnCluster } from './testing/index.ts'

const program = fileURLToPath(new URL('./testing/restore-process.ts', import.meta.url))

test('a restore that is killed at any moment is never taken for a home, and the next one succeeds', async (t) => {
  const parts = [...fewParts(platformParts()), oddPart]
  const { access, admin } = await testDatabase(t, { parts })
  await admin.query('set search_path = holdfast')
  await fillOddly(admin)
  const from = temporaryHome(t)
  const file = join(from.path, 'whole')
  const key = newBackupKey()
  await writeBackup({ access, home: from.path, file, locks: [{ recipient: key.recipient }], program: 'test' })
  const home = temporaryHome(t)
  // Not with the flags of the test runner, which would run it as a test.
  const restoring = () => fork(program, [home.path, file, key.identity], { execArgv: [] })
  for (const moment of [/^reading/, /^checking odd_value/]) {
    await killedAt(restoring(), moment)
    assert.ok(!existsSync(join(home.path, 'database', 'data')), 'there is no database in its place')
    assert.ok(!existsSync(join(home.path, 'keys')))
    await settleRestore(home)
    assert.deepEqual(
      readdirSync(home.path).filter((name) => name.startsWith('restore')),
      [],
    )
    assert.deepEqual(processesOf(home.path), [], 'nothing of it is left running')
  }
  // One more is killed and left as it is: the next restore cleans up by itself.
  await killedAt(restoring(), /^loading odd_value/)
  const last = restoring()
  const code = await new Promise((resolve) => last.on('exit', resolve))
  assert.equal(code, 0)
  assert.deepEqual(
    readdirSync(home.path).filter((name) => name.startsWith('restore')),
    [],
  )
  const without = [...fleetingTables, 'timeline']
  const before = await databaseImage(access, without)
  await withOwnCluster(home, async (running) =>
    assert.deepEqual((await databaseImage(running, without)).rows, before.rows),
  )
})

test('an external database is as it was when the restore into it is cut off', async (t) => {
  const parts = [...fewParts(platformParts()), oddPart]
  const { access, admin, server } = await testDatabase(t, { parts })
  await admin.query('set search_path = holdfast')
  await fillOddly(admin)
  const home = temporaryHome(t)
  const file = join(home.path, 'whole')
  const key = newBackupKey()
  await writeBackup({ access, home: home.path, file, locks: [{ recipient: key.recipient }], program: 'test' })
  const { restoreBackup } = await import('./index.ts')
  const name = `t_${process.pid}_920`
  const target = server.access(name)
  const client = await connectClient(server.access('postgres').admin!)
  t.after(async () => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.end()
  })
  let cut: Promise<unknown> | undefined
  const restoring = restoreBackup({
    ...{ file, unlock: { identity: key.identity }, home: temporaryHome(t), access: target, parts },
    onProgress: (progress) => {
      if (progress.phase === 'checking' && progress.table === 'odd_value')
        cut ??= client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    },
  })
  await assert.rejects(restoring)
  await cut
  const look = await connectClient(target.admin!)
  const { rows } = await look.query(`select to_regnamespace('holdfast') as schema`)
  await look.end()
  assert.deepEqual(rows, [{ schema: null }])
})

function killedAt(child: ChildProcess, moment: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let killed = false
    child.on('message', (message: string) => {
      if (killed || !moment.test(message)) return
      killed = true
      child.kill('SIGKILL')
    })
    child.on('exit', (code) => (killed ? resolve() : reject(new Error(`it ended with ${code} before ${moment}`))))
  })
}

/** Processes whose command line names the folder. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return line.includes(folder) ? [line] : []
      } catch {
        return []
      }
    })
}
