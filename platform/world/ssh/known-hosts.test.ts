import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { checkKnownHosts, fingerprintOf, keyTypeOf } from './known-hosts.ts'
import { parseSshTarget } from './ssh-target.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-known-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const skip = spawnSync('ssh-keygen', ['--help']).error ? 'ssh-keygen is not installed' : false

function newKey(name: string): { readonly line: string; readonly key: Buffer } {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(folder, name)])
  const line = readFileSync(join(folder, `${name}.pub`), 'utf8').trim()
  return { line, key: Buffer.from(line.split(' ')[1] ?? '', 'base64') }
}

test('known_hosts is read as OpenSSH reads it', { skip }, () => {
  const one = newKey('one')
  const two = newKey('two')
  const file = join(folder, 'known_hosts')
  writeFileSync(
    file,
    `plain,192.0.2.7 ${one.line}\n[other]:2222 ${one.line}\n*.example.org,!bad.example.org ${one.line}\n`,
  )
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' })
  const hashed = readFileSync(file, 'utf8')
  assert.match(hashed, /^\|1\|/m)
  const says = (host: string, port: number, key: Uint8Array, text = hashed) => checkKnownHosts(text, host, port, key)
  assert.equal(says('plain', 22, one.key), 'known')
  assert.equal(says('192.0.2.7', 22, one.key), 'known')
  assert.equal(says('PLAIN', 22, one.key), 'known')
  assert.equal(says('other', 2222, one.key), 'known')
  assert.equal(says('other', 22, one.key), 'unknown')
  assert.equal(says('plain', 2222, one.key), 'unknown')
  assert.equal(says('plain', 22, two.key), 'changed')
  assert.equal(says('good.example.org', 22, one.key), 'known')
  assert.equal(says('bad.example.org', 22, one.key), 'unknown')
  assert.equal(says('plain', 22, one.key, `@revoked * ${one.line}\n${hashed}`), 'revoked')
  assert.equal(says('plain', 22, one.key, `@cert-authority * ${one.line}\n`), 'unknown')
  assert.equal(says('plain', 22, one.key, '\n# nothing\nrubbish\n'), 'unknown')
})

test('fingerprints are those of ssh-keygen', { skip }, () => {
  const { key } = newKey('three')
  const printed = execFileSync('ssh-keygen', ['-l', '-f', join(folder, 'three.pub')], { encoding: 'utf8' })
  assert.equal(fingerprintOf(key), printed.split(' ')[1])
  assert.equal(keyTypeOf(key), 'ssh-ed25519')
})

test('targets', () => {
  assert.deepEqual(parseSshTarget('root@db-1'), { user: 'root', host: 'db-1', port: 22 })
  assert.deepEqual(parseSshTarget('root@db-1:2222'), { user: 'root', host: 'db-1', port: 2222 })
  assert.deepEqual(parseSshTarget('a@[2001:db8::7]:2022'), { user: 'a', host: '2001:db8::7', port: 2022 })
  for (const bad of [
    '',
    'root@',
    '@host',
    'a@b@c',
    'root@-oProxyCommand=x',
    'root@h:0',
    'root@h:99999',
    'root@h x',
    '2001:db8::7',
  ])
    assert.throws(() => parseSshTarget(bad), /is not USER@HOST/, bad)
})
