import type { OsvSeverity } from '@holdfast/kit/osv'
import type { OsvEvent } from '@holdfast/kit/version-ranges'
import type { Affected } from '../../advisory.ts'

/** What a document says of one build of one package or product, before builds of several architectures are put together. */
export interface PackageStatement {
  readonly state: 'affected' | 'not-affected' | 'under-investigation' | 'fixed'
  readonly ecosystem?: string | undefined
  readonly name?: string | undefined
  /** Without version. */
  readonly purl?: string | undefined
  readonly cpe?: string | undefined
  readonly module?: string | undefined
  readonly architecture?: string | undefined
  readonly names?: Affected['names']
  /** The one version that is meant, or the first that is fixed. Undefined: all that `events` name, or all. */
  readonly version?: string | undefined
  readonly events?: readonly OsvEvent[] | undefined
  readonly unfixed?: Affected['unfixed']
  readonly rating?: string | undefined
  readonly justification?: string | undefined
  readonly severity?: readonly OsvSeverity[] | undefined
}
