import type { ReportFinding } from '@holdfast/kit/reports'
import type { AssetKind } from '@holdfast/platform/contract'
import resourceReports from './resource-reports.json' with { type: 'json' }

/** What a finding is about, as the report names it. */
export interface Subject {
  /** As the import calls it, each time: `10.0.0.5`, `shop.example`. */
  readonly ref: string
  readonly kind: AssetKind
  readonly name: string
  readonly identifiers: readonly { readonly kind: string; readonly value: string }[]
  /** Set where it is named by an address, which is what the inventory may know it by. */
  readonly address?: string
}

/** The machine, web application or cloud resource of a finding; undefined where the report names none, such as a scan of a folder. */
export function subjectOf(format: string, { place }: Pick<ReportFinding, 'place'>): Subject | undefined {
  if (place.host !== undefined) return hostOf(place.host)
  const site = place.url === undefined ? undefined : siteOf(place.url)
  if (site !== undefined) return { ref: site, kind: 'web-application', name: site, identifiers: [] }
  if (place.resource !== undefined && resourceReports.includes(format))
    return {
      ref: place.resource,
      kind: 'cloud-resource',
      name: place.resource,
      identifiers: [{ kind: 'resource-id', value: place.resource }],
    }
  return undefined
}

/** An IPv4 or IPv6 address, and no name. */
const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f.]*:[0-9a-f:.]*)$/

/** Some tools write both, `shop.example/10.0.0.5`: the name is kept longer. */
function hostOf(written: string): Subject {
  const name = (written.split('/').find((part) => part.trim() !== '') ?? written)
    .trim()
    .toLowerCase()
    .replace(/\.+$/, '')
    .slice(0, 255)
  if (!address.test(name)) return { ref: name, kind: 'host', name, identifiers: [{ kind: 'hostname', value: name }] }
  return { ref: name, kind: 'host', name, identifiers: [{ kind: 'ip-address', value: name }], address: name }
}

/** Host and port of a URL. */
function siteOf(url: string): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@?#]*@)?([^/?#]+)/i.exec(url)?.[1]?.toLowerCase().slice(0, 255)
}
