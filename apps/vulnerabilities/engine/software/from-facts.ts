import type { Kernel, OperatingSystem, Package, Software, Update } from '@holdfast/inventory/public'
import { type FactReference, factsNamed, type JudgeInput } from '@holdfast/platform/contract'
import type { InstalledSoftware } from '../installed-software.ts'
import { distributionSpeakers } from './distribution.ts'
import { type MoreOfSoftware, softwareFromPurl } from './from-purl.ts'
import { holdsKernel, isKernelSource, isOfRelease, unsignedSource } from './kernel-package.ts'
import { windowsSystem } from './windows-system.ts'

/** One software, where it was seen. */
export interface SeenSoftware {
  readonly software: InstalledSoftware
  readonly seen: FactReference
  /** What holds it, of software that is no package of the system: a path. */
  readonly path: string | undefined
}

/** What one asset's other facts say that its packages and libraries do not. */
export interface AssetContext {
  readonly distribution: MoreOfSoftware['distribution']
  /** `uname -r`; undefined where nothing runs, or was not seen. */
  readonly runningKernel: string | undefined
}

/** The facts that matching reads. */
export const matchedFacts = [
  'inventory.package',
  'inventory.software',
  'inventory.operating-system',
  'inventory.kernel',
  'inventory.update',
] as const

export function contextOf(input: Pick<JudgeInput, 'facts'>): AssetContext {
  const [system] = itemsOf<OperatingSystem>(input, 'inventory.operating-system')
  const kernels = itemsOf<Kernel>(input, 'inventory.kernel')
  return {
    distribution: system && { id: system.item.id, release: system.item.version ?? system.item.codename },
    runningKernel: kernels.find(({ item }) => item.running)?.item.release,
  }
}

/** Everything of an asset that advisories may speak of, in the order of the facts. */
export function softwareOfFacts(input: Pick<JudgeInput, 'facts'>): readonly SeenSoftware[] {
  const context = contextOf(input)
  return [
    ...itemsOf<Package>(input, 'inventory.package').map(({ item, seen }) => ({
      software: softwareOfPackage(item, context),
      seen,
      path: undefined,
    })),
    ...itemsOf<Software>(input, 'inventory.software').map(({ item, seen }) => ({
      software: softwareOfLibrary(item, context),
      seen,
      path: item.path,
    })),
    ...systemsOf(input),
  ]
}

/** Systems that are assessed as a whole, since they are mended by updates and not by package. */
function systemsOf(input: Pick<JudgeInput, 'facts'>): readonly SeenSoftware[] {
  const seenWhole = factsNamed(input, 'inventory.update').some(({ complete }) => complete)
  const updates = seenWhole ? itemsOf<Update>(input, 'inventory.update').map(({ item }) => item) : undefined
  return itemsOf<OperatingSystem>(input, 'inventory.operating-system').flatMap(({ item, seen }) => {
    const software = windowsSystem(item, updates)
    return software === undefined ? [] : [{ software, seen, path: undefined }]
  })
}

/** A package of the system. */
export function softwareOfPackage(item: Package, context: AssetContext): InstalledSoftware {
  const { version, architecture, sourceName, sourceVersion } = item
  const more: MoreOfSoftware = {
    version,
    architecture: architecture === '' ? undefined : architecture,
    source: { name: sourceName, version: sourceVersion },
    kernel: kernelState(item, context.runningKernel),
    distribution: context.distribution,
  }
  return softwareFromPurl(item.purl, more) ?? unnamed(item.ecosystem, item)
}

/** A library or program of a language. */
export function softwareOfLibrary(item: Software, context: AssetContext): InstalledSoftware {
  const owner = ownerOf(item, context)
  const found = softwareFromPurl(item.purl, { version: item.version, owner })
  return found === undefined ? unnamed(item.ecosystem, item) : { ...found, version: found.version ?? item.version }
}

/** What lies in folders of add-ons comes from elsewhere, whoever brought it. Source: Filesystem Hierarchy Standard 3.0, 3.13, 3.17, 4.9. */
const addOns = /^\/(?:opt|srv|usr\/local)\//

function ownerOf(item: Software, { distribution }: AssetContext): InstalledSoftware['owner'] {
  if (item.package === undefined || distribution === undefined || addOns.test(item.path)) return undefined
  const { id, release } = distribution
  const speakers = distributionSpeakers(id, release === undefined ? undefined : `${id}-${release}`)
  return { name: item.package, ecosystems: speakers?.ecosystems.flat() ?? [] }
}

function kernelState(
  { name, version, architecture, sourceName }: Package,
  running: string | undefined,
): InstalledSoftware['kernel'] {
  if (!isKernelSource(unsignedSource(sourceName))) return undefined
  if (!holdsKernel(name)) return 'no-kernel'
  if (running === undefined) return undefined
  return isOfRelease(name, version, architecture, running) ? 'running' : 'installed'
}

function unnamed(type: string, item: { readonly name: string; readonly version?: string }): InstalledSoftware {
  const { name, version } = item
  return { purl: '', type, name, version, ecosystems: [], names: 'binary', fromDistribution: false }
}

function itemsOf<Item>(input: Pick<JudgeInput, 'facts'>, fact: (typeof matchedFacts)[number]) {
  return factsNamed<Item>(input, fact).flatMap(({ scope, items }) =>
    [...items].map(([key, item]) => ({ item, seen: { fact, scope, key } })),
  )
}
