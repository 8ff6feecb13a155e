import { type AptSource, readDeb822Sources, readSourcesList } from '@holdfast/kit/apt'
import type { Problem } from '@holdfast/kit/reading'
import type { Unseen, World } from '@holdfast/platform/contract'
import type { Repository } from '../../facts/index.ts'
import { listDirectories } from '../look/list-directory.ts'
import { maskShapes } from '../mask/mask-secrets.ts'

export const aptSourcePaths = { list: '/etc/apt/sources.list', folder: '/etc/apt/sources.list.d' } as const

/** One suite at one address, as apt would fetch it. */
export interface AptSuite {
  readonly source: string
  readonly type: string
  readonly uri: string
  readonly suite: string
  readonly components: readonly string[]
  readonly enabled: boolean
  readonly options: Readonly<Record<string, string>>
}

export interface AptSuites {
  readonly suites: readonly AptSuite[]
  readonly unseen: readonly { readonly path: string; readonly reason: Unseen }[]
  readonly malformed: readonly { readonly path: string; readonly problems: readonly Problem[] }[]
}

const maxSuites = 10_000

/** Everything apt is told to fetch, one entry per type, address and suite. */
export async function aptSuites(world: World): Promise<AptSuites> {
  const folder = await listDirectories(world, [aptSourcePaths.folder], ['file', 'symlink'])
  const unseen: AptSuites['unseen'][number][] = [...folder.unseen]
  const malformed: AptSuites['malformed'][number][] = []
  const suites: AptSuite[] = []
  const files = folder.entries.filter(({ name }) => /\.(?:list|sources)$/.test(name)).map(({ path }) => path)
  for await (const answer of world.files.readMany([aptSourcePaths.list, ...files], { maxBytes: 1 << 20 })) {
    if (!answer.ok) {
      if (answer.reason !== 'missing') unseen.push({ path: answer.path, reason: answer.reason })
      continue
    }
    const read = answer.path.endsWith('.sources') ? readDeb822Sources : readSourcesList
    const { items, problems } = read(answer.bytes)
    if (problems.length > 0) malformed.push({ path: answer.path, problems })
    for (const item of items) if (suites.length < maxSuites) suites.push(...expanded(item, answer.path))
  }
  return { suites, unseen, malformed }
}

function expanded(item: AptSource, source: string): AptSuite[] {
  const { components, enabled, options } = item
  return item.types.flatMap((type) =>
    item.uris.flatMap((uri) =>
      item.suites.map((suite) => ({ source, type, uri: uri.replace(/\/+$/, ''), suite, components, enabled, options })),
    ),
  )
}

/** A suite as a fact. */
export function aptRepository({ source, type, uri, suite, components, enabled, options }: AptSuite): Repository {
  const address = maskShapes(uri)
  const signedBy = options['signed-by']
  return {
    ecosystem: 'deb',
    source,
    name: `${type} ${address} ${suite}`,
    uri: address,
    suite,
    components: [...components],
    enabled,
    signatures: options.trusted?.toLowerCase() === 'yes' ? 'not-required' : 'required',
    signedBy:
      signedBy === undefined
        ? undefined
        : signedBy.includes('BEGIN PGP')
          ? 'key in the source file'
          : signedBy.replace(/\s+/g, ' ').trim(),
    encrypted: isEncrypted(uri),
  }
}

/** True for addresses that nobody on the way can read or change. */
export function isEncrypted(uri: string): boolean {
  return /^(?:https|tor\+https?|mirror\+https|ssh|rsh|file|cdrom|copy|s3):/i.test(uri) || uri.startsWith('/')
}
