import type { Advisory, Affected } from '../../advisory.ts'

interface VexWords {
  readonly summary: string
  readonly details: string
  readonly affected: readonly Affected[]
  /** Addresses, and other things, which are left out. */
  readonly links: readonly unknown[]
  readonly aliases: readonly unknown[]
  readonly cwes?: readonly string[]
  readonly severity?: Advisory['severity']
}

/** What a VEX document says of one vulnerability. Its id is the document's, with the vulnerability behind it where there are several. */
export function vexAdvisory(
  document: string,
  count: number,
  name: string,
  modified: string,
  { summary, details, affected, links, aliases, cwes = [], severity = [] }: VexWords,
): Advisory {
  const addresses = links.filter(
    (one): one is string => typeof one === 'string' && one.length < 4096 && /^https?:\/\//i.test(one),
  )
  return {
    id: count === 1 ? document : `${document}/${name}`,
    modified,
    published: undefined,
    withdrawn: undefined,
    aliases: aliases
      .filter(
        (one): one is string => typeof one === 'string' && /^[A-Z]{2,12}-[\w.:-]{3,60}$/.test(one) && one !== name,
      )
      .slice(0, 100),
    upstream: [name],
    related: [],
    summary,
    details,
    severity,
    databaseSeverity: undefined,
    affected,
    references: [...new Set(addresses)].slice(0, 200).map((url) => ({ type: 'WEB', url })),
    cwes,
  }
}
