import { nameMayHoldSlashes, normalizePurl } from './normalize-purl.ts'
import { maxPurlLength, maxQualifiers, type Purl, type PurlResult, refuse } from './purl.ts'

/** `lenient` also takes qualifier keys in upper case, as older producers write them. */
export interface ParsePurlOptions {
  readonly lenient?: boolean
}

/** Parses a package URL into canonical components, or says what is wrong and where. Never throws. */
export function parsePurl(text: string, options: ParsePurlOptions = {}): PurlResult<Purl> {
  if (text.length > maxPurlLength) return refuse(`longer than ${maxPurlLength} characters`, maxPurlLength)
  const scheme = /^pkg:\/*/i.exec(text)
  if (scheme === null) return refuse('a package URL starts with "pkg:"')
  const start = scheme[0].length

  const hash = text.lastIndexOf('#')
  const pathEnd = hash < 0 ? text.length : hash
  const question = text.lastIndexOf('?', pathEnd - 1)
  const nameEnd = question < start ? pathEnd : question

  const slash = text.indexOf('/', start)
  if (slash < 0 || slash >= nameEnd) return refuse('the name is missing', nameEnd)
  const type = text.slice(start, slash)

  // An "@" right after a "/" opens an unencoded npm scope when a "/" follows; otherwise the name is missing before it.
  let at = text.lastIndexOf('@', nameEnd - 1)
  if (at > slash && text[at - 1] === '/') {
    if (!text.slice(at, nameEnd).includes('/')) return refuse('the name is missing', at)
    at = -1
  }
  if (at < slash) at = -1
  const path = text.slice(slash + 1, at < 0 ? nameEnd : at)
  const version = at < 0 ? '' : text.slice(at + 1, nameEnd)
  if (path.replaceAll('/', '') === '') return refuse('the name is missing', slash + 1)

  const qualifiers = parseQualifiers(question < start ? '' : text.slice(question + 1, pathEnd), question + 1, options)
  if (!qualifiers.ok) return qualifiers

  const parts = path.split('/').filter((segment) => segment !== '')
  const nameFrom = nameMayHoldSlashes(type.toLowerCase()) ? Math.min(1, parts.length - 1) : parts.length - 1
  const decoded = {
    namespace: decodeSegments(parts.slice(0, nameFrom)),
    name: decodeSegments(parts.slice(nameFrom), true),
    version: decode(version),
    subpath: decodeSegments(hash < 0 ? [] : text.slice(hash + 1).split('/')),
  }
  const { namespace, name, subpath } = decoded
  if (namespace === undefined || name === undefined || decoded.version === undefined || subpath === undefined) {
    return refuse('a "%" is not followed by two hexadecimal digits that form UTF-8, or hides a "/"', slash + 1)
  }
  const result = normalizePurl({
    type,
    namespace,
    name,
    version: decoded.version,
    qualifiers: qualifiers.value,
    subpath,
  })
  return result.ok ? result : refuse(result.problem.message, start)
}

function parseQualifiers(text: string, offset: number, options: ParsePurlOptions): PurlResult<Record<string, string>> {
  const found = new Map<string, string>()
  if (text === '') return { ok: true, value: {} }
  let position = offset
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=')
    const key = equals < 0 ? pair : pair.slice(0, equals)
    const lower = key.toLowerCase()
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1))
    if (pair !== '') {
      if (key !== lower && !options.lenient) return refuse(`the qualifier key "${key}" must be lower case`, position)
      if (!/^[a-z][a-z0-9._-]*$/.test(lower)) return refuse(`"${key}" is not a qualifier key`, position)
      if (found.has(lower)) return refuse(`the qualifier "${key}" is given twice`, position)
      if (value === undefined) return refuse(`the value of "${key}" is not percent-encoded UTF-8`, position)
      if (found.size >= maxQualifiers) return refuse(`more than ${maxQualifiers} qualifiers`, position)
      if (value !== '') found.set(lower, value)
    }
    position += pair.length + 1
  }
  return { ok: true, value: Object.fromEntries(found) }
}

function decode(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Decodes path segments; an encoded slash would change the path when joined, so it is refused except in a name. */
function decodeSegments(segments: readonly string[], slashAllowed = false): string | undefined {
  const decoded: string[] = []
  for (const segment of segments) {
    const text = decode(segment)
    if (text === undefined || (!slashAllowed && text.includes('/'))) return undefined
    decoded.push(text)
  }
  return decoded.join('/')
}
