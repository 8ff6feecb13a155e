import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { connect, createServer } from 'node:tls'
import { addressBytes } from './address-bytes.ts'
import { ensureCertificate } from './ensure-certificate.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-tls-'))
after(() => rmSync(folder, { recursive: true }))

/** Shakes hands with a server of this certificate; gives the error code, or undefined when it is trusted. */
async function handshake(
  tls: { certificate: string; key: string },
  trusted: string,
  host: string,
): Promise<string | undefined> {
  const server = createServer({ cert: tls.certificate, key: tls.key }, (socket) => socket.end())
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  try {
    return await new Promise((resolve) => {
      const checkServerIdentity = (_: string, peer: { raw: Buffer }) => {
        const leaf = new X509Certificate(peer.raw)
        return (isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)) ? undefined : new Error('name')
      }
      const servername = isIP(host) ? '' : host
      const socket = connect({ port, host: '127.0.0.1', ca: trusted, servername, checkServerIdentity })
      socket.on('secureConnect', () => resolve(undefined))
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    })
  } finally {
    server.close()
  }
}

test('the generated certificate is trusted through its authority, by name and by address', async () => {
  const tls = ensureCertificate({ folder, hosts: ['holdfast.example'] })
  for (const host of ['localhost', '127.0.0.1', '::1', 'holdfast.example']) {
    assert.equal(await handshake(tls, tls.authority, host), undefined, host)
  }
  assert.equal(await handshake(tls, tls.authority, 'other.example'), 'name')
})

test('a certificate of another authority is not trusted', async () => {
  const other = mkdtempSync(join(folder, 'other-'))
  const tls = ensureCertificate({ folder })
  const foreign = ensureCertificate({ folder: other })
  assert.ok(await handshake(tls, foreign.authority, 'localhost'))
})

test('it is kept while it holds, renewed before its end, and the authority stays', () => {
  const first = ensureCertificate({ folder })
  assert.deepEqual(ensureCertificate({ folder }), first)
  const later = ensureCertificate({ folder, now: new Date(Date.now() + 370 * 86_400_000) })
  assert.notEqual(later.certificate, first.certificate)
  assert.equal(later.authorityPin, first.authorityPin)
})

test('a pair that a stop tore apart is made again', () => {
  const torn = mkdtempSync(join(folder, 'torn-'))
  const first = ensureCertificate({ folder: torn })
  writeFileSync(join(torn, 'server.key'), readFileSync(join(torn, 'authority.key')))
  const again = ensureCertificate({ folder: torn })
  assert.notEqual(again.certificate, first.certificate)
  assert.equal(again.authorityPin, first.authorityPin)
})

test('the operator’s certificate is used as it is, and refused with a clear line when it does not fit its key', () => {
  const made = ensureCertificate({ folder })
  const [certificate, key, wrong] = ['own.crt', 'own.key', 'wrong.key'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(certificate, made.certificate)
  writeFileSync(key, made.key)
  writeFileSync(wrong, readFileSync(join(folder, 'authority.key')))
  const used = ensureCertificate({ folder, operator: { certificate, key } })
  assert.equal(used.generated, false)
  assert.equal(used.authorityPin, made.authorityPin)
  assert.throws(() => ensureCertificate({ folder, operator: { certificate, key: wrong } }), /does not belong/)
  assert.throws(
    () => ensureCertificate({ folder, operator: { certificate: '/nonexistent', key } }),
    /cannot be read \(ENOENT\)/,
  )
})

test('addresses become their bytes', () => {
  assert.equal(addressBytes('192.0.2.1').toString('hex'), 'c0000201')
  assert.equal(addressBytes('::1').toString('hex'), `${'0'.repeat(31)}1`)
  assert.equal(addressBytes('2001:db8::ff00:42:8329').toString('hex'), '20010db8000000000000ff0000428329')
  assert.equal(addressBytes('::ffff:192.0.2.128').toString('hex'), '00000000000000000000ffffc0000280')
  assert.equal(addressBytes('fe80::1%eth0').toString('hex'), `fe80${'0'.repeat(27)}1`)
})
