import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { downloadFile } from '../download/download-file.ts'
import { FeedError } from '../feed-error.ts'
import { nameOf, type Obtained, type Obtaining, provenanceOf } from './obtaining.ts'

const pageSize = 2000
const maxPages = 1000
/** NVD answers for no longer a time between two modifications. */
const longestMs = 120 * 86_400_000

/** All CVEs of NVD, page by page; later only those that were modified since, as long as that is not too long ago. */
export async function obtainNvd(base: string, about: Obtaining): Promise<Obtained> {
  const { before, hasVersion, limits, scratch, web, stop, headers, say, now } = about
  const started = now().toISOString()
  const since = hasVersion ? before.cursor : undefined
  const isDelta = since !== undefined && Date.parse(started) - Date.parse(since) < longestMs
  const range = isDelta
    ? `&lastModStartDate=${encodeURIComponent(since)}&lastModEndDate=${encodeURIComponent(started)}`
    : ''
  const fetched: { path: string; url: string }[] = []
  const secure: boolean[] = []
  let total = 1
  for (let index = 0; index < total; index += pageSize) {
    if (index > 0) await sleep(limits.mannersMs, undefined, { signal: stop })
    say(() => (index === 0 ? base : `${index} of ${total} records`))
    const url = `${base}?resultsPerPage=${pageSize}&startIndex=${index}${range}`
    const path = join(scratch, nameOf(url))
    const got = await downloadFile(url, path, { web, limits, stop, headers })
    if (got.outcome === 'new') secure.push(got.secure)
    total = await totalOf(path, url)
    if (total > pageSize * maxPages)
      throw new FeedError('unreachable', `${url} says that there are ${total} records, which cannot be.`)
    // An empty page says that nothing changed.
    if (total > 0) fetched.push({ path, url })
  }
  const provenance = provenanceOf(secure, base)
  return { outcome: 'new', fetched, isDelta, provenance, files: {}, cursor: started }
}

async function totalOf(path: string, url: string): Promise<number> {
  let total: unknown
  try {
    total = (JSON.parse(await readFile(path, 'utf8')) as { totalResults?: unknown }).totalResults
  } catch (error) {
    throw new FeedError('unreachable', `${url} is not JSON: ${(error as Error).message}; what was there stays.`)
  }
  if (typeof total === 'number' && Number.isSafeInteger(total) && total >= 0) return total
  throw new FeedError('unreachable', `${url} does not say how many records there are; what was there stays.`)
}
