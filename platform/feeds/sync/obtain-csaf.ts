import { readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FeedOrigin } from '../../contract/index.ts'
import { downloadFile } from '../download/download-file.ts'
import { FeedError } from '../feed-error.ts'
import { nameOfKey } from '../trust/check-signature.ts'
import { changedDocuments, csafLists, type ListedDocument, rolieDocuments } from './csaf-lists.ts'
import { obtainCsafArchive } from './obtain-csaf-archive.ts'
import { isSigned, keysOfPublisher } from './obtain-signature.ts'
import { keepFile, nameOf, type Obtained, type Obtaining } from './obtaining.ts'

const atATime = 4

/** A CSAF provider: its lists are asked what changed, and those documents are fetched, each held against the checksum that the provider gives, and its signature. */
export async function obtainCsaf(
  { metadata, under }: Extract<FeedOrigin, { kind: 'csaf' }>,
  about: Obtaining,
): Promise<Obtained> {
  const { before, hasVersion, limits, stop, say } = about
  say(() => metadata)
  const provider = await keepFile(metadata, about)
  const files = { [metadata]: provider.entry }
  const described = parse(await readFile(provider.path, 'utf8'), metadata)
  const all = csafLists(described, metadata)
  const lists = under === undefined ? all : all.filter(({ url }) => url.includes(`/${under}/`))
  if (lists.length === 0) throw new FeedError('unreachable', `${metadata} names no list below "${under}".`)
  const documents: ListedDocument[] = []
  let isNew = provider.got.outcome === 'new'
  for (const { kind, url } of lists) {
    say(() => url)
    const { path, got, entry } = await keepFile(url, about)
    files[url] = entry
    if (got.outcome === 'new') isNew = true
    const text = readFileSync(path, 'utf8')
    const listed =
      kind === 'directory'
        ? changedDocuments(text, url, limits.documents)
        : rolieDocuments(parse(text, url), url, limits.documents)
    documents.push(...listed)
  }
  const cursor = documents.reduce<string | undefined>(
    (newest, { updated }) => (newest === undefined || Date.parse(updated) > Date.parse(newest) ? updated : newest),
    before.cursor,
  )
  if (!isNew && hasVersion) return { outcome: 'unchanged', files, cursor }
  const since = hasVersion && before.cursor !== undefined ? Date.parse(before.cursor) : Number.NEGATIVE_INFINITY
  const keys = await keysOfPublisher(described, metadata, about)
  const signed: boolean[] = []
  const fetched: { path: string; url: string }[] = []
  // With most of them to fetch, a publisher may have all in one archive.
  const archives = new Map<string, number>()
  if (!hasVersion && documents.length > limits.changes)
    for (const { kind, url } of lists) {
      const folder = url.slice(0, url.lastIndexOf('/') + 1)
      const archive = kind === 'directory' ? await obtainCsafArchive(folder, about) : undefined
      if (archive === undefined) continue
      fetched.push(archive)
      signed.push(await isSigned(archive.path, archive.url, keys, about))
      archives.set(folder, archive.upTo)
    }
  const changed = documents.filter(({ url, updated }) => {
    const [, upTo = Number.NEGATIVE_INFINITY] = [...archives].find(([folder]) => url.startsWith(folder)) ?? []
    return Date.parse(updated) > Math.max(since, upTo)
  })
  let done = 0
  for (let at = 0; at < changed.length; at += atATime) {
    stop.throwIfAborted()
    say(() => `${done} of ${changed.length} documents`)
    const some = changed.slice(at, at + atATime)
    const got = await Promise.all(some.map((document) => fetchDocument(document, about)))
    signed.push(...(await Promise.all(got.map(({ path, url }) => isSigned(path, url, keys, about)))))
    fetched.push(...got)
    done += some.length
  }
  return {
    outcome: 'new',
    fetched,
    isDelta: hasVersion,
    provenance:
      signed.length > 0 && signed.every(Boolean)
        ? { kind: 'signature', from: metadata, by: keys.map(nameOfKey).join(', ').slice(0, 4096) }
        : { kind: 'checksum', from: metadata },
    files,
    cursor,
  }
}

async function fetchDocument(
  { url, checksum }: ListedDocument,
  about: Obtaining,
): Promise<{ path: string; url: string }> {
  const { scratch, web, limits, stop, headers } = about
  const path = join(scratch, nameOf(url))
  const got = await downloadFile(url, path, { web, limits, stop, headers })
  const note = `${path}.sha512`
  await downloadFile(checksum, note, { web, limits: { ...limits, bytes: 4096 }, stop, headers })
  const said = /^[0-9a-f]{128}/i.exec(readFileSync(note, 'utf8'))?.[0].toLowerCase()
  rmSync(note)
  if (got.outcome !== 'new' || said !== got.sha512) {
    throw new FeedError('unreachable', `${url} does not have the SHA-512 that ${checksum} gives; what was there stays.`)
  }
  return { path, url }
}

function parse(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FeedError('unreachable', `${url} is not JSON: ${(error as Error).message}; what was there stays.`)
  }
}
