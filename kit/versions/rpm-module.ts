/** A module stream as rpm keeps it with each package that was built for it. Source: Fedora "Modularity" documentation. */
export interface RpmModule {
  readonly name: string
  readonly stream: string
  readonly version: string | undefined
  readonly context: string | undefined
}

/** Reads the MODULARITYLABEL of a package, `nodejs:18:8090020231019152822:a75119d5`; undefined for what is none. */
export function parseModularityLabel(label: string): RpmModule | undefined {
  const parts = label.length > 1024 ? [] : label.split(':')
  const [name = '', stream = '', version, context] = parts
  return name === '' || stream === '' || parts.length > 4 ? undefined : { name, stream, version, context }
}

/**
 * Whether a version was built for a module, which its release says: `1.module+el8.9.0+19519+e25b965a` of Red Hat and
 * Oracle, `1.module_el9.1.0+16+91bc168f` of AlmaLinux.
 */
export function isModular(version: string): boolean {
  return /\.module[+_](?:el|f|fc|oe)[0-9]/.test(version)
}

/**
 * Whether an installed version and one that fixes a flaw are builds of one line, so that "older" means "not fixed". A
 * build for a module says nothing of one that is not, and a stream nothing of another; a stream that is not known,
 * because the package database does not tell it, stands in nobody's way.
 */
export function areOfOneLine(
  installed: { readonly version: string; readonly label?: string | undefined },
  fixed: { readonly version: string; readonly module?: Pick<RpmModule, 'name' | 'stream'> | undefined },
): boolean {
  const own = installed.label === undefined ? undefined : parseModularityLabel(installed.label)
  const isOwnModular = own !== undefined || isModular(installed.version)
  if (isOwnModular !== (fixed.module !== undefined || isModular(fixed.version))) return false
  if (own === undefined || fixed.module === undefined) return true
  return own.name === fixed.module.name && own.stream === fixed.module.stream
}
