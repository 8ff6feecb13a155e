import { createHash } from 'node:crypto'

/**
 * The strong ETag of a reply: its digest, led by the version of the resource where the reply's data tells one. Writers
 * compare versions only, so a counter that moves meanwhile does not get in their way.
 */
export function etagOf(body: { readonly data?: unknown }, text: string): string {
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 22)
  const version = (body.data as { version?: unknown } | null | undefined)?.version
  return Number.isInteger(version) ? `"${version}.${digest}"` : `"${digest}"`
}

/** True when an `If-None-Match` names this ETag. Weak comparison (RFC 9110 §13.1.2). */
export function noneMatches(header: string | undefined, etag: string): boolean {
  return tags(header).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag)
}

/** True when an `If-Match` allows writing over what has this ETag. Strong comparison (RFC 9110 §13.1.1), of versions where there are. */
export function matches(header: string, etag: string): boolean {
  return tags(header).some((tag) => tag === '*' || versionOf(tag) === versionOf(etag))
}

function versionOf(tag: string): string {
  return /^"(\d+)\./.exec(tag)?.[1] ?? tag
}

function tags(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)
}
