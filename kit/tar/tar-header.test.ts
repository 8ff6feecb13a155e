import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { tarEnd, tarHeader, tarPadding } from './tar-header.ts'

test('GNU tar reads what is written', () => {
  const long = `${'deep/'.repeat(25)}file.txt`
  const files = [
    { path: 'bin', mode: 0o755, modified: 1_700_000_000 },
    { path: 'bin/run', mode: 0o755, size: 5, modified: 1_700_000_000 },
    { path: long, mode: 0o644, size: 513, modified: 1_700_000_000 },
  ]
  const archive = Buffer.concat([
    ...files.flatMap((file) => [
      tarHeader(file),
      Buffer.alloc(file.size ?? 0, 'x'),
      Buffer.alloc(tarPadding(file.size ?? 0)),
    ]),
    tarEnd,
  ])
  const listed = spawnSync('tar', ['-tvf', '-', '--utc', '--full-time'], { input: archive, encoding: 'utf8' })
  assert.equal(listed.stderr, '')
  assert.deepEqual(
    listed.stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/))
      .map(([mode, owner, size, , , path]) => [mode, owner, size, path]),
    [
      ['drwxr-xr-x', 'root/root', '0', 'bin/'],
      ['-rwxr-xr-x', 'root/root', '5', 'bin/run'],
      ['-rw-r--r--', 'root/root', '513', long],
    ],
  )
})

test('a path that would leave the archive, or does not fit, is refused', () => {
  const member = { mode: 0o644, size: 0, modified: 0 }
  assert.throws(() => tarHeader({ ...member, path: '/etc/passwd' }), RangeError)
  assert.throws(() => tarHeader({ ...member, path: 'a/../../b' }), RangeError)
  assert.throws(() => tarHeader({ ...member, path: 'x'.repeat(300) }), RangeError)
})
