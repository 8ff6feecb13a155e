import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { without } from '../collected.fixture.ts'
import { readPublicKeys } from './public-keys.ts'
import { verifyClearsigned } from './verify-clearsigned.ts'

// GnuPG's agent listens on a socket in this folder, whose path must be short.
const home = mkdtempSync(join(tmpdir(), 'hf-gpg-'))
after(() => {
  spawnSync('gpgconf', ['--homedir', home, '--kill', 'all'])
  rmSync(home, { recursive: true, force: true })
})
const gpg = (options: readonly string[], input = '') =>
  execFileSync(
    'gpg',
    ['--homedir', home, '--batch', '--quiet', '--yes', '--passphrase', '', '--pinentry-mode', 'loopback', ...options],
    { input, stdio: ['pipe', 'pipe', 'ignore'] },
  )

const text = 'Origin: Debian\nSuite: stable  \n- dashed\n\n-----BEGIN nothing\nlast: ünïcode\t\n'
const skip = without('gpg', 'gpgv')

test('what gpg signs is verified, with each kind of key', { skip }, () => {
  for (const algorithm of ['rsa2048', 'ed25519', 'nistp256']) {
    const user = `${algorithm}@example.org`
    gpg(['--quick-generate-key', user, algorithm, 'sign', 'never'])
    const binary = gpg(['--export', user])
    const armored = gpg(['--armor', '--export', user])
    const signed = gpg(['--clearsign', '--local-user', user, '--digest-algo', 'SHA512'], text).toString()
    for (const keyring of [binary, armored])
      assert.equal(verifyClearsigned(signed, readPublicKeys(keyring)), 'verified', algorithm)
    assert.equal(verifyClearsigned(signed.replace('stable', 'unstable'), readPublicKeys(binary)), 'wrong')
    assert.equal(
      verifyClearsigned(
        signed.replace('\n-----BEGIN PGP SIG', '\nmore: 1\n-----BEGIN PGP SIG'),
        readPublicKeys(binary),
      ),
      'wrong',
    )
    assert.equal(verifyClearsigned(signed, []), 'wrong')
    assert.equal(verifyClearsigned(text, readPublicKeys(binary)), 'none')
    // GnuPG itself refuses hashes that are too short for such a key.
    if (algorithm.startsWith('nist')) continue
    const weak = gpg(['--clearsign', '--local-user', user, '--digest-algo', 'SHA1', '--allow-weak-digest-algos'], text)
    assert.equal(verifyClearsigned(weak.toString(), readPublicKeys(binary)), 'wrong', `${algorithm} with SHA-1`)
  }
})

test('a text of two signers is good for whoever has either key', { skip }, () => {
  const users = ['one@example.org', 'two@example.org']
  for (const user of users) gpg(['--quick-generate-key', user, 'ed25519', 'sign', 'never'])
  const signed = gpg(['--clearsign', '-u', users[0] ?? '', '-u', users[1] ?? ''], text).toString()
  for (const user of users) assert.equal(verifyClearsigned(signed, readPublicKeys(gpg(['--export', user]))), 'verified')
})

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
const lists = globSync('/var/lib/apt/lists/*debian*_InRelease')

test("Debian's own release files are what gpgv says of them", {
  skip:
    skip || (lists.length === 0 && 'apt has fetched no release file') || (!existsSync(keyring) && 'no Debian keyring'),
}, () => {
  const keys = readPublicKeys(readFileSync(keyring))
  assert.ok(keys.length > 3)
  for (const path of lists) {
    const content = readFileSync(path, 'utf8')
    for (const [name, candidate] of [
      ['as it is', content],
      ['changed', content.replace('Origin: Debian', 'Origin: Debbian')],
    ] as const) {
      const copy = join(home, 'InRelease')
      writeFileSync(copy, candidate)
      const gpgv = spawnSync('gpgv', ['--keyring', keyring, copy], { stdio: 'ignore' }).status === 0
      assert.equal(verifyClearsigned(candidate, keys) === 'verified', gpgv, `${path} ${name}`)
    }
  }
})

test('rubbish is refused and nothing else happens', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const armored = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nx\n-----BEGIN PGP SIGNATURE-----\n\n${Buffer.from(bytes).toString('base64')}\n-----END PGP SIGNATURE-----\n`
      assert.equal(verifyClearsigned(armored, []), 'wrong')
      try {
        readPublicKeys(bytes)
      } catch (error) {
        assert.equal((error as Error).constructor.name, 'MalformedInput')
      }
    }),
  )
})
