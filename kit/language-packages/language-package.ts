import { formatPurl } from '../purl/index.ts'

/** The package URL types of the languages that are read here. */
export type LanguagePackageType = 'cargo' | 'composer' | 'conda' | 'gem' | 'npm' | 'nuget' | 'pypi'

/** An installed package, as its own metadata describes it. */
export interface LanguagePackage {
  readonly type: LanguagePackageType
  /** As written by the ecosystem: `@scope/name`, `vendor/name`, `Django`. */
  readonly name: string
  readonly version: string
  /** As written: identifiers, names or files. */
  readonly licenses: readonly string[]
  /** Needed for development only, where the metadata says so. */
  readonly dev: boolean
}

/** npm scopes and composer vendors become the namespace. Undefined when name or version hold what no package URL can. */
export function languagePurl(languagePackage: Pick<LanguagePackage, 'type' | 'name' | 'version'>): string | undefined {
  const { type, name, version } = languagePackage
  const slash = type === 'npm' || type === 'composer' ? name.indexOf('/') : -1
  const purl = formatPurl({
    type,
    namespace: slash < 0 ? undefined : name.slice(0, slash),
    name: name.slice(slash + 1),
    version,
  })
  return purl.ok ? purl.value : undefined
}
