import { decodeUtf8 } from '@holdfast/kit/text'
import type { World } from '@holdfast/platform/contract'
import type { PackageIndex } from '../../facts/index.ts'
import { listDirectories } from '../look/list-directory.ts'
import { readPublicKeys, type SigningKey } from '../openpgp/public-keys.ts'
import { verifyClearsigned } from '../openpgp/verify-clearsigned.ts'
import type { AptSuite } from '../repositories/apt-repositories.ts'

export type ReleaseSignature = PackageIndex['signature']

/** Where apt looks for keys of repositories that name none. */
const trusted = { file: '/etc/apt/trusted.gpg', folder: '/etc/apt/trusted.gpg.d' } as const
const maxKeyring = 16 * 1024 * 1024

/** Verifies a release file with the keys that apt would use; not-verified where no keyring could be read. */
export async function verifyRelease(world: World, text: string, suite: AptSuite): Promise<ReleaseSignature> {
  if (!text.startsWith('-----BEGIN PGP SIGNED MESSAGE-----')) return 'none'
  const keys = await keysFor(world, suite)
  return keys.length === 0 ? 'not-verified' : verifyClearsigned(text, keys)
}

async function keysFor(world: World, suite: AptSuite): Promise<readonly SigningKey[]> {
  const signedBy = suite.options['signed-by']
  // A key may stand in the source itself, indented, with dots for empty lines.
  if (signedBy?.includes('BEGIN PGP')) return keysIn(new TextEncoder().encode(signedBy.replace(/^ ?\.?/gm, '').trim()))
  const named = signedBy?.split(/[\s,]+/).filter((path) => path.startsWith('/')) ?? []
  const paths = named.length > 0 ? named : await trustedKeyrings(world)
  const keys: SigningKey[] = []
  for await (const answer of world.files.readMany(paths, { maxBytes: maxKeyring })) {
    if (answer.ok) keys.push(...keysIn(answer.bytes))
  }
  return keys
}

async function trustedKeyrings(world: World): Promise<readonly string[]> {
  const { entries } = await listDirectories(world, [trusted.folder], ['file', 'symlink'])
  return [trusted.file, ...entries.filter(({ name }) => /\.(?:gpg|asc)$/.test(name)).map(({ path }) => path)]
}

function keysIn(bytes: Uint8Array): readonly SigningKey[] {
  const armored = decodeUtf8(bytes.subarray(0, 64)).trimStart().startsWith('-----BEGIN PGP')
  try {
    return readPublicKeys(armored ? bytes.subarray(bytes.indexOf(0x2d)) : bytes)
  } catch {
    // apt passes over keyrings it cannot read as well.
    return []
  }
}
