import type { Advisory } from '../../engine/advisory.ts'
import type { FeedRecord } from '../../engine/feed-record.ts'

/** Formats that many publishers use: their feeds are told apart by what the records speak of. */
const shared = new Set(['osv', 'oval', 'csaf', 'csaf-vex', 'openvex', 'vex', 'secdb', 'updateinfo'])

/** Publishers that name themselves by how they number their advisories. */
const numberings: readonly (readonly [RegExp, string])[] = [
  [/^RH[SBE]A-/, 'redhat'],
  [/^(ICSA|ICSMA|VA)-/, 'cisa'],
  [/^SUSE-/, 'suse'],
  [/^EL[SBE]A-/, 'oracle-linux'],
]

/**
 * The feed that a file belongs to: its format, and where many publish in it, of whom: `osv-go`, `csaf-cisa`. `first` are the first records of the file;
 * undefined where they do not tell.
 */
export function feedOf(format: string, path: string, first: readonly FeedRecord[]): string | undefined {
  if (/^cve-?5$/.test(format) && /(^|\/)(secjson|openssl)/i.test(path)) return 'openssl-cve'
  if (!shared.has(format)) return slug(format)
  const advisories = first.flatMap((record) => (record.kind === 'advisory' ? [record.advisory] : []))
  const numbered =
    format === 'osv' ? undefined : numberings.find(([pattern]) => advisories.some(({ id }) => pattern.test(id)))
  const common = commonFamily(advisories) ?? coveredFamily(first)
  const family = numbered?.[1] ?? (format !== 'osv' && common === 'Red Hat' ? 'redhat' : common)
  if (format === 'csaf' && family === 'redhat' && isByFlaw(advisories)) return 'csaf-redhat-vex'
  return family === undefined ? undefined : slug(`${format}-${family}`)
}

/** VEX documents have the number of what they speak of, advisories one of their own. */
function isByFlaw(advisories: readonly Advisory[]): boolean {
  return advisories.length > 0 && advisories.every(({ id }) => id.startsWith('CVE-'))
}

/** The family of ecosystems that most records speak of alone. */
function commonFamily(advisories: readonly Advisory[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { affected } of advisories) {
    const families = new Set(affected.flatMap(({ ecosystem }) => ecosystem?.split(':')[0] ?? []))
    const [only] = families
    if (only !== undefined && families.size === 1) counts.set(only, (counts.get(only) ?? 0) + 1)
  }
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0]
}

/** Of a file that speaks of an ecosystem and names nothing in it. */
function coveredFamily(first: readonly FeedRecord[]): string | undefined {
  return first.find((record) => record.kind === 'coverage')?.ecosystem.split(':')[0]
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
}
