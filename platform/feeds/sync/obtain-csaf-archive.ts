import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { downloadFile } from '../download/download-file.ts'
import { FeedError } from '../feed-error.ts'
import { nameOf, type Obtaining } from './obtaining.ts'

/**
 * All documents of a directory in one archive, as Red Hat gives them: `archive_latest.txt` names it, its SHA-256 stands beside it. `upTo`: what was changed before
 * is in it, in milliseconds since 1970. Undefined where the publisher has none. Throws FeedError `unreachable` where it is not what its checksum says.
 */
export async function obtainCsafArchive(
  folder: string,
  about: Obtaining,
): Promise<{ readonly path: string; readonly url: string; readonly upTo: number } | undefined> {
  const { scratch, web, limits, stop, headers, say } = about
  const small = { web, limits: { ...limits, bytes: 4096 }, stop, headers }
  const note = join(scratch, 'archive_latest.txt')
  const latest = `${folder}archive_latest.txt`
  const isThere = await downloadFile(latest, note, small).then(
    () => true,
    (error: unknown) => {
      if (error instanceof FeedError && / answered 40[34]\b/.test(error.message)) return false
      throw error
    },
  )
  if (!isThere) return undefined
  const name = readFileSync(note, 'utf8').trim()
  rmSync(note)
  const day = /^[\w.-]{1,150}?(\d{4}-\d{2}-\d{2})\.tar(?:\.(?:zst|xz|gz|bz2))?$/.exec(name)?.[1]
  if (day === undefined)
    throw new FeedError('unreachable', `${latest} names no archive of a day; what was there stays.`)
  const url = `${folder}${name}`
  const path = join(scratch, nameOf(url))
  say(() => url)
  const got = await downloadFile(url, path, { web, limits, stop, headers })
  const sum = `${path}.sha256`
  await downloadFile(`${url}.sha256`, sum, small)
  const said = /^[0-9a-f]{64}\b/i.exec(readFileSync(sum, 'utf8'))?.[0].toLowerCase()
  rmSync(sum)
  if (got.outcome !== 'new' || said !== got.sha256)
    throw new FeedError(
      'unreachable',
      `${url} does not have the SHA-256 that ${url}.sha256 gives; what was there stays.`,
    )
  // It was made some time of that day: what changed on it is fetched by itself too.
  return { path, url, upTo: Date.parse(day) }
}
