import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { downloadFile } from '../download/download-file.ts'
import { FeedError } from '../feed-error.ts'
import { keepFile, nameOf, type Obtained, type Obtaining, provenanceOf } from './obtaining.ts'

const maxLines = 5_000_000

/**
 * An ecosystem of OSV: the list of what was modified when is asked first. Nothing new: that was all. Little: those records alone, on top of what is there.
 * Much: the archive of all.
 */
export async function obtainOsv(base: string, about: Obtaining): Promise<Obtained> {
  const { before, hasVersion, limits, scratch, web, stop, headers, say } = about
  const listUrl = `${base}/modified_id.csv`
  say(() => listUrl)
  const list = await keepFile(listUrl, about)
  const files = { [listUrl]: list.entry }
  if (list.got.outcome === 'unchanged' && hasVersion) {
    const archive = before.files[`${base}/all.zip`]
    return {
      outcome: 'unchanged',
      files: { ...files, ...(archive && { [`${base}/all.zip`]: archive }) },
      cursor: before.cursor,
    }
  }
  const { newest, changed } = await readList(list.path, hasVersion ? before.cursor : undefined, limits.changes)
  if (changed !== undefined) {
    const fetched: { path: string; url: string }[] = []
    const secure = [list.entry.secure]
    for (const id of changed) {
      stop.throwIfAborted()
      say(() => `${fetched.length} of ${changed.length} changed records`)
      const url = `${base}/${encodeURIComponent(id)}.json`
      const path = join(scratch, nameOf(url))
      const got = await downloadFile(url, path, { web, limits, stop, headers })
      if (got.outcome === 'new') secure.push(got.secure)
      fetched.push({ path, url })
    }
    const provenance = provenanceOf(secure, base)
    return { outcome: 'new', fetched, isDelta: true, provenance, files, cursor: newest }
  }
  const url = `${base}/all.zip`
  say(() => url)
  const { path, entry } = await keepFile(url, about)
  return {
    outcome: 'new',
    fetched: [{ path, url }],
    isDelta: false,
    provenance: provenanceOf([entry.secure], url),
    files: { ...files, [url]: entry },
    cursor: newest,
  }
}

/** Ids modified after `cursor`; undefined without one, or where there are more than `most`. Lines are `2026-08-21T10:00:00Z,GO-2024-1`. */
async function readList(
  path: string,
  cursor: string | undefined,
  most: number,
): Promise<{ newest: string | undefined; changed: readonly string[] | undefined }> {
  const changed: string[] = []
  let newest = cursor
  let number = 0
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue
    number++
    const comma = line.indexOf(',')
    const [modified, id] = [line.slice(0, comma), line.slice(comma + 1)]
    const instant = Date.parse(modified)
    // In the list of all ecosystems, ids stand below their ecosystem.
    if (number > maxLines || Number.isNaN(instant) || !/^[\w.:@+-]{1,200}$/.test(id))
      throw new FeedError(
        'unreachable',
        `modified_id.csv, line ${number}: is not a time and an id; what was there stays.`,
      )
    if (newest === undefined || instant > Date.parse(newest)) newest = modified
    if (cursor !== undefined && instant > Date.parse(cursor) && changed.length <= most) changed.push(id)
  }
  return { newest, changed: cursor === undefined || changed.length > most ? undefined : changed }
}
