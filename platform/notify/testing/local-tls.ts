import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeAuthority, makeLeaf } from '../../http/tls/make-certificate.ts'

const validity = { from: new Date(Date.now() - 3_600_000), until: new Date(Date.now() + 86_400_000) }
const authority = makeAuthority({ name: 'Test authority', ...validity })

/** A certificate for localhost, and the authority that signed it. */
export const localTls = {
  ...makeLeaf(
    { name: 'Test authority', key: createPrivateKey(authority.key) },
    { name: 'localhost', hosts: ['localhost', '127.0.0.1'], ...validity },
  ),
  authority: authority.certificate,
  /** Path of a file that holds it. */
  get authorityFile() {
    const path = join(mkdtempSync(join(tmpdir(), 'holdfast-authority-')), 'authority.pem')
    writeFileSync(path, authority.certificate)
    return path
  },
}
