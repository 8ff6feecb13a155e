import { nameMayHoldSlashes, normalizePurl, type PurlComponents } from './normalize-purl.ts'
import { maxPurlLength, type PurlResult, refuse } from './purl.ts'

/** Builds the canonical text of a package URL, or says which component forbids it. */
export function formatPurl(components: PurlComponents): PurlResult<string> {
  const normal = normalizePurl(components)
  if (!normal.ok) return normal
  const { type, namespace, name, version, qualifiers, subpath } = normal.value
  try {
    let text = `pkg:${type}/`
    if (namespace !== undefined) text += `${encodePath(namespace)}/`
    text += nameMayHoldSlashes(type) ? encodePath(name) : encode(name)
    if (version !== undefined) text += `@${encode(version)}`
    const pairs = Object.entries(qualifiers).map(([key, value]) => `${key}=${encode(value)}`)
    if (pairs.length > 0) text += `?${pairs.join('&')}`
    if (subpath !== undefined) text += `#${encodePath(subpath)}`
    return text.length > maxPurlLength ? refuse(`longer than ${maxPurlLength} characters`) : { ok: true, value: text }
  } catch {
    // encodeURIComponent throws on half a surrogate pair, which has no UTF-8 form.
    return refuse('a component holds half of a surrogate pair, which has no UTF-8 form')
  }
}

/** Everything but letters, digits, `.-_~` and `:` is percent-encoded. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':')
}

function encodePath(path: string): string {
  return path.split('/').map(encode).join('/')
}
