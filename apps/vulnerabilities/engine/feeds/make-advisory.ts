import { asText } from '@holdfast/kit/reading'
import type { Advisory, Affected } from '../advisory.ts'
import type { FeedRecord } from '../feed-record.ts'
import type { Threat } from '../threat.ts'

/** As the type, but that everything may be left out, or be undefined. */
type Draft<T> = { readonly [Key in keyof T]?: T[Key] | undefined }

/** An advisory; what is not given is empty. */
export function makeAdvisory(draft: Draft<Advisory> & Pick<Advisory, 'id'>): Advisory {
  return {
    modified: '',
    published: undefined,
    withdrawn: undefined,
    aliases: [],
    upstream: [],
    related: [],
    summary: '',
    details: '',
    severity: [],
    databaseSeverity: undefined,
    affected: [],
    references: [],
    cwes: [],
    ...given(draft),
  }
}

/** The record of an advisory. */
export function advisoryRecord(draft: Parameters<typeof makeAdvisory>[0]): FeedRecord {
  return { kind: 'advisory', advisory: makeAdvisory(draft) }
}

/** A record of a threat; undefined members are left out. */
export function threatRecord(draft: Draft<Threat> & Pick<Threat, 'cve'>): FeedRecord {
  return { kind: 'threat', threat: given(draft) as Threat }
}

/** An entry of an advisory; what is not given is absent. */
export function affectedEntry(draft: Draft<Affected>): Affected {
  return {
    ecosystem: undefined,
    name: undefined,
    purl: undefined,
    severity: [],
    ranges: [],
    commits: [],
    versions: [],
    ...given(draft),
  }
}

/** All versions before one, from `introduced` on. */
export function fixedIn(fixed: string, introduced = '0'): Affected['ranges'] {
  return [{ type: 'ECOSYSTEM', events: [{ introduced }, { fixed }] }]
}

/** A text of at most so many UTF-16 code units, cut; undefined for everything that is no text, or empty. */
export function textOf(value: unknown, maxLength = maxName): string | undefined {
  const text = asText(value)
  return text !== undefined && text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text
}

/** A name or version, whole: undefined also where it is longer than any real one. */
export function nameOf(value: unknown): string | undefined {
  const text = asText(value)
  return text === undefined || text.length > maxName ? undefined : text
}

/** More than any real name, version or identifier has. */
const maxName = 1024
export const maxSummary = 4096
export const maxDetails = 65_536

export function isCve(text: string | undefined): text is string {
  return text !== undefined && /^CVE-\d{4}-\d{4,19}$/.test(text)
}

/** References to addresses of the web; others are left out. */
export function referencesTo(addresses: readonly (string | undefined)[]): Advisory['references'] {
  return webAddresses(addresses).map((url) => ({ type: 'WEB', url }))
}

/** Those that are addresses of the web, each once. */
export function webAddresses(addresses: readonly (string | undefined)[]): readonly string[] {
  const found = addresses.filter(
    (url) => url !== undefined && url.length <= maxSummary && /^https?:\/\/\S+$/i.test(url),
  )
  return [...new Set(found as string[])].slice(0, 1000)
}

function given<T extends object>(draft: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>
  }
}
