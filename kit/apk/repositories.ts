import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'

export interface ApkRepository {
  readonly url: string
  /** A tagged repository is used only for packages that ask for it (`@edge`). */
  readonly tag: string | undefined
  readonly line: number
}

/** Reads `/etc/apk/repositories`. Source: apk-repositories(5). */
export function readApkRepositories(bytes: Uint8Array): Reading<ApkRepository> {
  const problems = new ProblemList()
  const items: ApkRepository[] = []
  for (const [index, raw] of decodeUtf8(bytes).split('\n').entries()) {
    const line = raw.replace(/#.*$/, '').trim()
    if (line === '') continue
    const match = /^(?:@(\S+)\s+)?(\S+)$/.exec(line)
    if (match === null) problems.add('a line that is not "[@tag] url"', { line: index + 1 })
    else items.push({ url: match[2] as string, tag: match[1], line: index + 1 })
  }
  return { items, problems: problems.list }
}
