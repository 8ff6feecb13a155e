import { canonicalJson } from '@holdfast/kit/canonical-json'

/** One distinct software, with everything that matching looks at: equal ones match equally, wherever they are installed. */
export interface InstalledSoftware {
  /** As it was observed; empty where what it is cannot be written as one. */
  readonly purl: string
  /** Kind of package, as the type of a package URL: `deb`, `npm`. */
  readonly type: string
  /** As advisories of its ecosystem write it: `group:artifact`, `@scope/name`. */
  readonly name: string
  /** Undefined where the installation does not say it. */
  readonly version: string | undefined
  /**
   * Who may speak of it, as OSV names ecosystems, with releases. Each step counts only for what those before it do not name:
   * `[['Ubuntu:22.04:LTS', 'Ubuntu:22.04'], ['Ubuntu:Pro:22.04:LTS']]`. Empty where nobody does.
   */
  readonly ecosystems: readonly (readonly string[])[]
  /** Which packages advisories of these ecosystems name, where they do not say it themselves. */
  readonly names: 'source' | 'binary' | 'either'
  /** Whether its ecosystems are those of a distribution, which ports fixes back and speaks of what it ships. */
  readonly fromDistribution: boolean
  /** Package that it was built from, where that is another name or version. */
  readonly source?: { readonly name: string; readonly version: string } | undefined
  readonly architecture?: string | undefined
  /** Label of the rpm module that it was built for: `nodejs:18:8090020231019152822:a75119d5`. */
  readonly module?: string | undefined
  /** The package of the distribution that installed it, and who speaks for that distribution. */
  readonly owner?: { readonly name: string; readonly ecosystems: readonly string[] } | undefined
  /** Of a kernel package: whether it is the one that runs, another one, or holds no kernel at all. Absent where that is not known. */
  readonly kernel?: 'running' | 'installed' | 'no-kernel' | undefined
  /** Names of products: CPE 2.3 formatted strings or 2.2 URIs. */
  readonly cpes?: readonly string[] | undefined
  /** Updates installed, those superseded by others among them: `KB4012212`. */
  readonly updates?: readonly string[] | undefined
}

/** The same text for equal software, another one otherwise: the key to keep results by. */
export function softwareKey(software: InstalledSoftware): string {
  return canonicalJson(software)
}

/** The ecosystem to name it by: `Debian:12`, `npm`; the type where it has none. */
export function ecosystemOf({ ecosystems, type }: InstalledSoftware): string {
  return ecosystems[0]?.[0] ?? type
}
