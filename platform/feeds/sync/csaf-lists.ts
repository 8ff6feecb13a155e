import { FeedError } from '../feed-error.ts'

/** A document that a CSAF provider lists. */
export interface ListedDocument {
  readonly url: string
  /** RFC 3339. */
  readonly updated: string
  /** Where the provider gives its SHA-512. */
  readonly checksum: string
}

export interface CsafList {
  readonly kind: 'directory' | 'rolie'
  /** Of `changes.csv`, or of the ROLIE feed. */
  readonly url: string
}

type Json = Readonly<Record<string, unknown>>

/** The lists of a provider: its directories, or its ROLIE feeds where it has no directories. Source: CSAF 2.0, 7.1.7 and 3.1 of the provider metadata schema. */
export function csafLists(metadata: unknown, where: string): readonly CsafList[] {
  const distributions = listOf((metadata as Json | null)?.distributions)
  const directories = distributions.flatMap(({ directory_url: url }) =>
    typeof url === 'string'
      ? [{ kind: 'directory' as const, url: absolute('changes.csv', url.endsWith('/') ? url : `${url}/`) }]
      : [],
  )
  const feeds = distributions.flatMap(({ rolie }) =>
    listOf((rolie as Json | undefined)?.feeds).flatMap(({ url, tlp_label: label }) =>
      typeof url === 'string' && (label === undefined || /^(white|clear|unlabeled)$/i.test(String(label)))
        ? [{ kind: 'rolie' as const, url: absolute(url, where) }]
        : [],
    ),
  )
  const lists = directories.length > 0 ? directories : feeds
  if (lists.length === 0) throw new FeedError('unreachable', `${where} names no directory and no ROLIE feed.`)
  return lists.slice(0, 100)
}

/** Lines of `changes.csv`: `"2024/icsa-24-1.json","2024-10-03T16:03:00Z"`, quoted or not. A path never leads out of its directory. Source: CSAF 2.0, 7.1.13. */
export function changedDocuments(text: string, listUrl: string, most: number): readonly ListedDocument[] {
  const folder = listUrl.slice(0, listUrl.lastIndexOf('/') + 1)
  const lines = text.split('\n').map((line) => line.trim())
  return lines.flatMap((line, index): ListedDocument[] => {
    if (line === '') return []
    const match = /^"?([^",]{1,500})"?,"?([^",]{1,64})"?$/.exec(line)
    const fail = (reason: string) =>
      new FeedError('unreachable', `${listUrl}, line ${index + 1}: ${reason}; what was there stays.`)
    if (index >= most) throw fail(`there are more than ${most} documents`)
    const [, path = '', updated = ''] = match ?? []
    if (!match || Number.isNaN(Date.parse(updated))) throw fail('is not a path and a time')
    const url = absolute(path, folder)
    if (!url.startsWith(folder) || !path.endsWith('.json')) throw fail(`"${path}" is no document of the directory`)
    return [{ url, updated, checksum: `${url}.sha512` }]
  })
}

/** Entries of a ROLIE feed. Some publishers write `ref` for `rel`. Source: CSAF 2.0, 7.1.15; RFC 8322. */
export function rolieDocuments(feed: unknown, listUrl: string, most: number): readonly ListedDocument[] {
  const entries = listOf(((feed as Json | null)?.feed as Json | undefined)?.entry)
  if (entries.length > most) throw new FeedError('unreachable', `${listUrl} lists more than ${most} documents.`)
  return entries.map((entry, index) => {
    const links = listOf(entry.link)
    const linked = (rel: string) => links.find((link) => (link.rel ?? link.ref) === rel)?.href
    const source = (entry.content as Json | undefined)?.src ?? linked('self')
    const { updated } = entry
    if (typeof source !== 'string' || typeof updated !== 'string' || Number.isNaN(Date.parse(updated)))
      throw new FeedError(
        'unreachable',
        `${listUrl}, entry ${index + 1}: names no document and time; what was there stays.`,
      )
    const url = absolute(source, listUrl)
    const hash = links.map(({ href }) => href).find((href) => typeof href === 'string' && href.endsWith('.sha512'))
    return { url, updated, checksum: typeof hash === 'string' ? absolute(hash, listUrl) : `${url}.sha512` }
  })
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter((item): item is Json => typeof item === 'object' && item !== null) : []
}

function absolute(reference: string, base: string): string {
  const url = URL.parse(reference, base)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new FeedError('unreachable', `${base} names "${reference.slice(0, 200)}", which is no address of the web.`)
  return url.href
}
