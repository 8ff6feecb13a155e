import type { OsvAdvisory, OsvAffected } from '@holdfast/kit/osv'

/**
 * What one publisher says about packages, whatever the format it came in: OSV's model, and what the words of distributions and of VEX add to it.
 * Source of the base: OSV schema 1.7.
 */
export interface Advisory extends Omit<OsvAdvisory, 'affected'> {
  readonly affected: readonly Affected[]
  /** `CWE-79`, in the order given. */
  readonly cwes: readonly string[]
}

/** One package, or one product where only a product is named, and which of its versions are meant. */
export interface Affected extends OsvAffected {
  /** `affected` unless told. `not-affected` is a statement too: it outweighs what others say of the package in general. */
  readonly state?: 'affected' | 'not-affected' | 'under-investigation'
  /** Why no fixed version is named, in the terms of the publisher. */
  readonly unfixed?: 'not-yet' | 'wont-fix' | 'deferred' | 'end-of-life'
  /** The publisher's own severity of this package: `unimportant`, `Moderate`. */
  readonly rating?: string
  /** Whether `name` is a source package or one that is installed; what the ecosystem usually means unless told. */
  readonly names?: 'source' | 'binary'
  /** Stream of a module, for packages that exist in it only: `nodejs:18`. */
  readonly module?: string
  /** Only on these architectures. */
  readonly architectures?: readonly string[]
  /** Why it is not affected: `vulnerable_code_not_present` (VEX), or a sentence of the publisher. */
  readonly justification?: string
  /** Name of a product without a package: `cpe:2.3:a:openssl:openssl:*:…`. Matching by it is of low confidence. */
  readonly cpe?: string
  /** Updates that fix it where versions alone do not tell: KB numbers of Windows. */
  readonly updates?: readonly string[]
}
