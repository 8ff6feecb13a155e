import { asList, asRecord, asText, type JsonRecord } from '@holdfast/kit/reading'
import { decodeUtf8 } from '@holdfast/kit/text'
import { compareVersions } from '@holdfast/kit/versions'
import { parse } from 'yaml'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedFile, FeedReader } from '../feed-reader.ts'
import { advisoryRecord, affectedEntry, fixedIn, isCve, nameOf } from '../make-advisory.ts'
import { wholeFile } from '../pieces/whole-file.ts'
import publishers from './publishers.json' with { type: 'json' }

/** The largest one of Alpine (`main` of the newest release) has 400 KB, Wolfi's 5 MB, so they are read whole. */
const maxLength = 128 * 1024 * 1024

/**
 * Fixed versions of a repository of apk packages: for each package the versions that fixed something, and what. A version `0` says that the package never
 * was affected. JSON, and the YAML that Alpine gave until 2020. Source: https://secdb.alpinelinux.org, packages.wolfi.dev/os/security.json
 */
export const secdbReader: FeedReader = {
  id: 'secdb',
  matches: (path, start) =>
    (/\.json$/.test(path) && /^\s*\{/.test(start) && /"(?:apkurl|distroversion|reponame)"\s*:/.test(start)) ||
    (/\.ya?ml$/.test(path) && /^(?:---\s*\n)?(?:[a-z]+:.*\n|\s*-.*\n)*?distroversion:/.test(start)),
  async *read(file) {
    const document = await documentOf(file)
    if (typeof document === 'string') {
      yield { kind: 'problem', at: file.path, message: document }
      return
    }
    yield* readDocument(document, file.path)
  },
}

async function documentOf({ path, pieces }: FeedFile): Promise<JsonRecord | string> {
  const bytes = await wholeFile(pieces, maxLength)
  if (bytes === undefined) return `larger than ${maxLength} bytes`
  const text = decodeUtf8(bytes)
  // A list that was cut off is a list too.
  const whole = /\.json$/.test(path) ? /\}\s*$/ : /\n$/
  if (!whole.test(text.slice(-1000))) return `the document ends in the middle at byte ${bytes.length}`
  try {
    if (/\.json$/.test(path)) return asRecord(JSON.parse(text))
    // Keys stay as they are written: 1.10 is no number here. There are no aliases to expand.
    return asRecord(parse(text, { schema: 'failsafe', maxAliasCount: 0, uniqueKeys: false, logLevel: 'silent' }))
  } catch (error) {
    if (error instanceof SyntaxError && /end of JSON|Unterminated/.test(error.message))
      return `the document ends in the middle at byte ${bytes.length}`
    return `cannot be read: ${String(error instanceof Error ? error.message : error).slice(0, 200)}`
  }
}

function* readDocument(document: JsonRecord, path: string): Generator<FeedRecord> {
  const release = asText(document.distroversion)
  const prefix = asText(document.urlprefix) ?? ''
  const publisher = publishers.find(({ address }) => prefix.includes(address))
  const alpine = release === undefined ? undefined : publishers.find(({ ecosystem }) => ecosystem === 'Alpine')
  const { ecosystem: family, id: mark } = publisher ?? alpine ?? {}
  if (family === undefined || (family === 'Alpine' && !/^(?:v\d+\.\d+|edge)$/.test(release ?? ''))) {
    yield { kind: 'problem', at: path, message: 'does not say of which distribution it is' }
    return
  }
  const ecosystem = family === 'Alpine' ? `${family}:${release}` : family
  yield { kind: 'coverage', ecosystem }
  const where = [release, nameOf(document.reponame)].filter((one) => one !== undefined).join('/')
  for (const [index, item] of asList(document.packages).entries()) {
    const { name: given, secfixes } = asRecord(asRecord(item).pkg)
    const name = nameOf(given)
    if (name === undefined) {
      yield { kind: 'problem', at: `${path} packages[${index}]`, message: 'names no package' }
      continue
    }
    for (const [id, version] of fixesOf(asRecord(secfixes))) {
      const said = version === '0' ? ({ state: 'not-affected' } as const) : { ranges: fixedIn(version) }
      yield advisoryRecord({
        id: `${mark}-${id}/${[where, name].filter((one) => one !== '').join('/')}`,
        ...(isCve(id) ? { upstream: [id] } : { aliases: [id] }),
        affected: [affectedEntry({ ecosystem, name, ...said })],
      })
    }
  }
}

/** The version that fixed each identifier: the last, where a fix was made again. */
function fixesOf(secfixes: JsonRecord): ReadonlyMap<string, string> {
  const fixes = new Map<string, string>()
  for (const [version, ids] of Object.entries(secfixes)) {
    if (version.length > 1024) continue
    for (const line of asList(ids).slice(0, 10_000)) {
      const named = (asText(line) ?? '')
        .slice(0, 1024)
        .split(/[\s,;]+/)
        .filter((id) => /^[A-Z][A-Z0-9]*-[\w.-]+$/i.test(id))
      // What stands in one line is one thing under several names.
      for (const id of named.some(isCve) ? named.filter(isCve) : named) {
        const known = fixes.get(id)
        if (known === undefined || known === '0' || (version !== '0' && compareVersions('apk', version, known) === 1))
          fixes.set(id, version)
      }
    }
  }
  return fixes
}
