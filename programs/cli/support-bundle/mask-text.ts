import { maskShapes } from '@holdfast/kit/mask'

const mask = '***'
/** `"password":"…"`, `\"password\":\"…\"` as in a text within a text, `password=…`, `token: …`. */
const named =
  /([\w.-]{0,40}(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?|authorization|cookie)\\{0,8}["']?\s{0,3}[:=]\s{0,3}(?:(?:bearer|basic|token)\s{1,3})?)(?:(\\{0,8}["'])(?:(?!\2)[\s\S]){0,10000}\2|[^\s,;&}\]"'\\]{1,10000})/gi
/** `--client-secret x`, as in a command line. */
const options =
  /(--?[a-z][\w-]{0,40}(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?)\s{1,3})[^\s"'\\-][^\s"'\\]{0,10000}/gi
/** Links that sign in, and cookies. */
const links = /(sign-in#)[^\s"']{1,500}/gi
/** What was drawn at random: long, of small and capital letters and digits. */
const random = /[0-9A-Za-z_+/=-]{40,}/g
/** A certificate is public, and of no use here; a key never is. */
const pem = /-----BEGIN [^-]{1,60}-----(?:[^-]|-(?!----)){0,20000}(?:-----END [^-]{1,60}-----)?/g

/** Text without the secrets that are known, and without what looks like one. */
export function maskText(text: string, secrets: readonly string[]): string {
  let masked = text
  for (const secret of secrets) if (masked.includes(secret)) masked = masked.replaceAll(secret, mask)
  masked = masked
    .replace(pem, mask)
    .replace(options, `$1${mask}`)
    .replace(links, `$1${mask}`)
    .replace(named, (_, name: string, quote: string | undefined) => `${name}${quote ?? ''}${mask}${quote ?? ''}`)
  return maskShapes(masked).replace(random, (word) =>
    /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d/.test(word) ? mask : word,
  )
}

/** Every text in a document. */
export function maskDocument(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return maskText(value, secrets)
  if (Array.isArray(value)) return value.map((each) => maskDocument(each, secrets))
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskDocument(inner, secrets)]))
  return value
}
