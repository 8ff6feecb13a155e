import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chownSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openHome } from '../home/open-home.ts'
import { StoreError, type StoreErrorCode } from '../store-error.ts'
import { startForTest, temporaryHome } from '../testing/temporary-home.ts'
import { databaseAccount } from './database-account.ts'
import { startEmbedded } from './start-embedded.ts'

const runner = new URL('./testdata/run-server.ts', import.meta.url).pathname
const isRoot = process.getuid?.() === 0
const needsRoot = isRoot ? false : 'needs root'

test('a folder above the home that is closed to the database account is named', { skip: needsRoot }, async (t) => {
  const outer = temporaryHome(t)
  const closed = join(outer.path, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  await assert.rejects(startEmbedded(openHome(join(closed, 'home'))), (error) => {
    assert.ok(hasCode('home-permission')(error))
    assert.match((error as Error).message, new RegExp(`may not pass through ${closed}\\.`))
    return true
  })
})

test('a full disk is told at the first start and at a later one, and free space heals it', {
  skip: needsRoot,
}, async (t) => {
  const disk = mkdtempSync(join(tmpdir(), 'holdfast-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=90m,mode=0711', 'tmpfs', disk])
  if (mounted.status !== 0) return t.skip('no file system may be mounted here')
  t.after(() => {
    spawnSync('umount', ['--lazy', disk])
    rmdirSync(disk)
  })
  const small = openHome(join(disk, 'home'))
  // The copy of the programs takes 50 MB of it, a new cluster another 40.
  await assert.rejects(startEmbedded(small), hasCode('disk-full'))
  spawnSync('mount', ['-o', 'remount,size=300m', disk])
  const server = await startForTest(small)
  await server.stop()
  const filler = join(disk, 'filler')
  spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M'])
  await assert.rejects(startEmbedded(small), hasCode('disk-full'))
  copyFileSync('/dev/null', filler)
  const healed = await startForTest(small)
  await healed.stop()
})

test('a home of a newer version gets one clear line', (t) => {
  const home = temporaryHome(t)
  writeFileSync(join(home.path, 'version'), '99\n')
  assert.throws(
    () => openHome(home.path),
    (error) => hasCode('home-newer')(error) && !(error as Error).message.includes('\n'),
  )
  assert.equal(readFileSync(join(home.path, 'version'), 'utf8'), '99\n')
})

test('a home that is a file is refused', (t) => {
  const home = temporaryHome(t)
  writeFileSync(join(home.path, 'file'), '')
  assert.throws(() => openHome(join(home.path, 'file')), hasCode('home-permission'))
})

test('an ordinary user runs the database as himself', { skip: needsRoot }, (t) => {
  const { uid, gid } = databaseAccount()
  const outer = temporaryHome(t)
  const path = join(outer.path, 'theirs')
  mkdirSync(path, { mode: 0o700 })
  chownSync(path, uid, gid)
  const as = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups']
  const readable = spawnSync('setpriv', [...as, process.execPath, '--check', runner])
  if (readable.status !== 0) return t.skip('the checkout is closed to other accounts')
  const script = `
    const { openHome, startEmbedded, migrate, openDatabase } = await import(${JSON.stringify(new URL('../index.ts', import.meta.url).href)})
    const server = await startEmbedded(openHome(${JSON.stringify(path)}))
    await migrate({ access: server, parts: [] })
    const database = await openDatabase({ access: server, parts: [] })
    const { rows } = await database.asPlatform((tx) => tx.query('select count(*) from tenant'))
    await database.close()
    await server.stop()
    console.log('counted', rows[0].count)`
  const result = spawnSync('setpriv', [...as, process.execPath, '--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', HOME: path },
  })
  assert.equal(result.stdout, 'counted 0\n', result.stderr)
})

function hasCode(code: StoreErrorCode) {
  return (error: unknown) => error instanceof StoreError && error.code === code
}
