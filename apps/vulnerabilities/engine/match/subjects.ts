import type { AdvisoryLibrary } from '../advisory-library.ts'
import type { InstalledSoftware } from '../installed-software.ts'
import { maxName } from './bounded.ts'
import { cpeProduct } from './cpe.ts'
import type { Subject } from './judge-entry.ts'
import type { Basis } from './statement.ts'

/** Under which names advisories may speak of a software, and whether an entry found there means it. */
export interface Lookup extends Subject {
  /** The name as a source package's or an installed one's: an entry that means the other kind is passed over. */
  readonly as: 'source' | 'binary'
  /** What entries name that do not say it. */
  readonly otherwise: 'source' | 'binary' | 'either'
  /** Which step of the ecosystems it belongs to. */
  readonly step: number
}

/** All lookups of a software; CPEs only where they are asked for. */
export function lookupsOf(
  software: InstalledSoftware,
  library: Pick<AdvisoryLibrary, 'covers'>,
  withCpes: boolean,
): readonly Lookup[] {
  const { name, version, source, ecosystems, names, fromDistribution } = software
  const lookups: Lookup[] = []
  const languageBasis: Basis =
    software.owner !== undefined && !software.owner.ecosystems.some((one) => library.covers(one))
      ? 'language-of-package'
      : 'language'
  for (const [step, alike] of ecosystems.entries())
    for (const ecosystem of alike) {
      const common = { ecosystem, otherwise: names, step }
      if (name.length <= maxName) {
        // A package that names no source is its own.
        const basis = fromDistribution ? 'distribution-direct' : languageBasis
        lookups.push({ ...common, name, version, as: 'binary', basis })
        if (fromDistribution && (source === undefined || source.name === name))
          lookups.push({ ...common, name, version: source?.version ?? version, as: 'source', basis })
      }
      if (source !== undefined && source.name !== name && source.name.length <= maxName)
        lookups.push({
          ...common,
          name: source.name,
          version: source.version,
          as: 'source',
          basis: 'distribution-source',
        })
    }
  if (withCpes)
    for (const cpe of software.cpes ?? []) {
      const product = cpeProduct(cpe)
      if (product === undefined) continue
      const named = { name: product.name, version: product.version ?? version, ecosystem: 'cpe' }
      lookups.push({ ...named, as: 'binary', otherwise: 'either', step: ecosystems.length, basis: 'cpe' })
    }
  return lookups
}
