import { compareVersions, schemeOf } from '@holdfast/kit/versions'
import type { Affected } from '../../advisory.ts'
import type { PackageStatement } from './package-statement.ts'

/**
 * One entry for each package, state and version, with the architectures that it is said of. A distribution that names a fixed build means that all
 * before are affected; of several builds that fix one package in one release, the first counts. Elsewhere a fixed version says only that it is not affected.
 * In the order in which packages are first named.
 */
export function mergeStatements(statements: readonly PackageStatement[]): readonly Affected[] {
  const firstFixes = new Map<string, PackageStatement>()
  const others: PackageStatement[] = []
  for (const one of statements) {
    const { state, version, ecosystem } = one
    if (state !== 'fixed' || version === undefined) others.push(one)
    else if (!countsBuilds(ecosystem)) others.push({ ...one, state: 'not-affected' })
    else {
      const key = [identity(one), one.architecture].join('\n')
      const known = firstFixes.get(key)?.version
      if (known === undefined || (compareVersions(ecosystem ?? '', version, known) ?? 0) < 0) firstFixes.set(key, one)
    }
  }
  const merged = new Map<string, { readonly one: PackageStatement; readonly on: Set<string | undefined> }>()
  for (const one of [...firstFixes.values(), ...others]) {
    // A fixed product without a version does not tell which are not.
    if (one.state === 'fixed' && one.version === undefined) continue
    const { architecture, ...rest } = one
    const key = `${identity(one)}\n${JSON.stringify(rest)}`
    const found = merged.get(key)
    if (found === undefined) merged.set(key, { one, on: new Set([architecture]) })
    else found.on.add(architecture)
  }
  return [...merged.values()].map(({ one, on }) => entryOf(one, on))
}

/** Ecosystems whose publisher builds each package for itself, in an order of versions that tells whether a fix is in. */
export function countsBuilds(ecosystem: string | undefined): boolean {
  const scheme = ecosystem === undefined ? undefined : schemeOf(ecosystem)
  return (
    scheme !== undefined && (scheme === schemeOf('rpm') || scheme === schemeOf('deb') || scheme === schemeOf('apk'))
  )
}

function identity({ ecosystem, name, cpe, module, names }: PackageStatement): string {
  return [ecosystem, name, cpe, module, names].join('\n')
}

function entryOf(one: PackageStatement, on: ReadonlySet<string | undefined>): Affected {
  const { state, version, events, ecosystem, name, purl, cpe, module, names, unfixed, rating, justification } = one
  const isFix = state === 'fixed'
  const range = isFix ? [{ introduced: '0' }, { fixed: version as string }] : events
  const architectures = on.has(undefined) ? [] : ([...on] as string[]).sort()
  return {
    ecosystem,
    name,
    purl,
    severity: one.severity ?? [],
    ranges: range === undefined ? [] : [{ type: 'ECOSYSTEM', events: range }],
    commits: [],
    versions: isFix || version === undefined ? [] : [version],
    ...(isFix ? {} : { state }),
    ...(unfixed === undefined ? {} : { unfixed }),
    ...(rating === undefined ? {} : { rating }),
    ...(names === undefined ? {} : { names }),
    ...(module === undefined ? {} : { module }),
    ...(architectures.length === 0 ? {} : { architectures }),
    ...(justification === undefined ? {} : { justification }),
    ...(cpe === undefined ? {} : { cpe }),
  }
}
