import { alpm } from './alpm.ts'
import { apk } from './apk.ts'
import { dpkg } from './dpkg.ts'
import schemeNames from './ecosystems.json' with { type: 'json' }
import { go } from './go.ts'
import { jvm } from './jvm.ts'
import { maven } from './maven.ts'
import { cran, hackage } from './numeric.ts'
import { packagist } from './packagist.ts'
import { pep440 } from './pep440.ts'
import { portage } from './portage.ts'
import { generic, rpm } from './rpm.ts'
import { rubygems } from './rubygems.ts'
import type { Order, VersionScheme } from './scheme.ts'
import { bitnami, nuget, pub, semver } from './semver.ts'

const schemes = {
  alpm,
  apk,
  bitnami,
  cran,
  dpkg,
  generic,
  go,
  hackage,
  jvm,
  maven,
  nuget,
  packagist,
  pep440,
  portage,
  pub,
  rpm,
  rubygems,
  semver,
}

const byEcosystem: ReadonlyMap<string, VersionScheme> = new Map(
  Object.entries(schemeNames).map(([ecosystem, name]) => [
    ecosystem,
    schemes[name as keyof typeof schemes] as unknown as VersionScheme,
  ]),
)

/** The names `schemeOf` knows: OSV's ecosystems, and `deb`, `rpm`, `apk`, `semver`. */
export const ecosystems: readonly string[] = [...byEcosystem.keys()]

/** The scheme of an ecosystem; a release after a colon (`Debian:12`) does not matter. Undefined for an unknown name. */
export function schemeOf(ecosystem: string): VersionScheme | undefined {
  const found = byEcosystem.get(ecosystem)
  if (found !== undefined) return found
  const colon = ecosystem.indexOf(':')
  return colon < 0 ? undefined : byEcosystem.get(ecosystem.slice(0, colon))
}

/**
 * `missingEpoch: 'other'` takes the epoch of the other side where one side has none, for scanners that omit epochs.
 * dpkg and rpm themselves take a missing epoch as zero, which is the default.
 */
export interface CompareOptions {
  readonly missingEpoch?: 'zero' | 'other'
}

/** Orders two versions by the rules of an ecosystem. Undefined when the ecosystem is unknown or a version does not parse. */
export function compareVersions(
  ecosystem: string,
  a: string,
  b: string,
  options: CompareOptions = {},
): Order | undefined {
  const scheme = schemeOf(ecosystem)
  if (scheme === undefined) return undefined
  if (scheme.compareTexts !== undefined && options.missingEpoch !== 'other') return scheme.compareTexts(a, b)
  const bothHaveEpochs = options.missingEpoch !== 'other' || epoch.test(a) === epoch.test(b)
  const left = scheme.parse(bothHaveEpochs ? a : a.replace(epoch, ''))
  const right = scheme.parse(bothHaveEpochs ? b : b.replace(epoch, ''))
  return left === undefined || right === undefined ? undefined : scheme.compare(left, right)
}

/**
 * A printable ASCII text whose byte order is the order of the versions of an ecosystem: sort and search ranges by it, in
 * a database under the collation "C". Undefined when the ecosystem is unknown or has no total order, or the version does
 * not parse or is not well-formed. Keys of different ecosystems do not compare. At most some 5 kB.
 */
export function versionOrderKey(ecosystem: string, version: string): string | undefined {
  const scheme = schemeOf(ecosystem)
  if (scheme?.key === undefined) return undefined
  const parsed = scheme.parse(version)
  return parsed === undefined ? undefined : scheme.key(parsed)
}

const epoch = /^[0-9]+:/
