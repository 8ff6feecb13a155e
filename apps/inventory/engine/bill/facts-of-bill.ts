import { systemFamily } from '@holdfast/kit/os-release'
import { type Purl, parsePurl } from '@holdfast/kit/purl'
import { parseSourceRpm } from '@holdfast/kit/rpm'
import type { Sbom, SbomComponent } from '@holdfast/kit/sbom'
import { itemKey } from '@holdfast/platform/contract'
import {
  type OperatingSystem,
  type Package,
  packageFact,
  type Software,
  softwareEcosystems,
  softwareFact,
} from '../../facts/index.ts'

/** What a bill of materials says of an asset. */
export interface FactsOfBill {
  readonly packages: readonly Package[]
  readonly software: readonly Software[]
  /** Undefined where the bill names no distribution. */
  readonly system: OperatingSystem | undefined
  /** Components that no package URL names, so that nothing can be said of them: their names. */
  readonly unnamed: readonly string[]
}

const kindsOfPackages: readonly string[] = ['deb', 'rpm', 'apk']
const mostText = 4096
/** Kinds of components that are no software that is installed: files are what software consists of. */
const passedOver: readonly string[] = ['operating-system', 'file', 'cryptographic-asset', 'data', 'device']

/** The software that a bill lists, as facts. `holder` is where what has no path lies: the name of what the bill is of. */
export function factsOfBill(
  { components, distribution }: Pick<Sbom, 'components' | 'distribution'>,
  holder: string,
): FactsOfBill {
  const packages = new Map<string, Package>()
  const software = new Map<string, Software>()
  const unnamed: string[] = []
  for (const component of components) {
    if (passedOver.includes(component.kind)) continue
    const parsed = component.purl === undefined ? undefined : parsePurl(component.purl, { lenient: true })
    if (!parsed?.ok) unnamed.push(component.name)
    else if (kindsOfPackages.includes(parsed.value.type))
      put(packages, packageFact, packageOf(component, parsed.value, component.purl!))
    else {
      const type = parsed.value.type
      const ecosystem = softwareEcosystems.find((one) => one === type) ?? 'other'
      put(software, softwareFact, softwareOf(component, parsed.value, { ecosystem, holder, purl: component.purl! }))
    }
  }
  return {
    packages: [...packages.values()],
    software: [...software.values()],
    system: distribution && systemOf(distribution),
    unnamed,
  }
}

/** Of several versions in one place, each after the first has its version as slot: so each has its own key. */
function put<Item extends { readonly slot?: string; readonly version?: string }>(
  all: Map<string, Item>,
  fact: Parameters<typeof itemKey>[0],
  item: Item,
): void {
  const first = all.get(itemKey(fact, item))
  const slotted = first === undefined || first.version === item.version ? item : { ...item, slot: item.version ?? '' }
  all.set(itemKey(fact, slotted), slotted)
}

function packageOf(component: SbomComponent, { type, name, version, qualifiers }: Purl, purl: string): Package {
  const full = clip(component.version ?? withEpoch(version ?? '', qualifiers.epoch))
  const source = component.source ?? upstreamOf(qualifiers.upstream, full)
  return {
    ecosystem: type as Package['ecosystem'],
    name: clip(name),
    version: full,
    architecture: clip(qualifiers.arch ?? ''),
    sourceName: clip(source?.name ?? name),
    sourceVersion: clip(source?.version ?? full),
    purl: clip(purl),
    ...licenseOf(component),
  }
}

function softwareOf(
  component: SbomComponent,
  { type, namespace, name, version }: Purl,
  { ecosystem, holder, purl }: { ecosystem: Software['ecosystem']; holder: string; purl: string },
): Software {
  const full = component.version ?? version
  const separator = type === 'maven' ? ':' : '/'
  return {
    ecosystem,
    name: clip(namespace === undefined ? name : `${namespace}${separator}${name}`),
    ...(full !== undefined && { version: clip(full) }),
    path: clip(component.path ?? holder),
    purl: clip(purl),
    ...licenseOf(component),
  }
}

function systemOf({ id, release }: NonNullable<Sbom['distribution']>): OperatingSystem {
  return {
    id,
    base: id,
    family: systemFamily(id),
    name: release === undefined ? id : `${id} ${release}`,
    ...(release !== undefined && { version: release }),
  }
}

/** The epoch of an rpm is a qualifier. Source: purl-spec, type rpm. */
function withEpoch(version: string, epoch: string | undefined): string {
  return epoch === undefined || epoch === '0' || version.includes(':') ? version : `${epoch}:${version}`
}

/** `openssl`, `openssl@3.0.15-1`, `openssl-3.0.7-24.el9.src.rpm`. */
function upstreamOf(upstream: string | undefined, version: string) {
  if (upstream === undefined) return undefined
  if (upstream.endsWith('.src.rpm')) return parseSourceRpm(upstream)
  const [name = '', own] = upstream.split('@')
  return name === '' ? undefined : { name, version: own ?? version }
}

function licenseOf({ licenses }: SbomComponent): { readonly license?: string } {
  return licenses.length === 0 ? {} : { license: clip(licenses.join(' AND ')) }
}

function clip(text: string): string {
  return text.slice(0, mostText)
}
