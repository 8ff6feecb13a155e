import type { Purl } from '@holdfast/kit/purl'
import languages from './languages.json' with { type: 'json' }

const known = new Map<string, { readonly ecosystem: string; readonly join: string }>(Object.entries(languages))

/** Ecosystem and name by which OSV knows a package of a language; undefined for types that it has none for. */
export function languageEcosystem(purl: Purl): { readonly ecosystem: string; readonly name: string } | undefined {
  const entry = known.get(purl.type)
  if (entry === undefined) return undefined
  const { namespace, name } = purl
  return { ecosystem: entry.ecosystem, name: namespace === undefined ? name : `${namespace}${entry.join}${name}` }
}

/**
 * A version as advisories of its ecosystem write it. Go's are written without their `v`, and its standard library by the toolchain, whose versions are
 * not of three numbers: `go1.21rc2` is 1.21.0-rc.2. Source: pkg.go.dev, "Go Vulnerability Database".
 */
export function languageVersion(type: string, name: string, version: string): string {
  if (type !== 'golang') return version
  if (name !== 'stdlib' && name !== 'toolchain') return version.replace(/^v(?=\d)/, '')
  const [, major, minor, patch = '0', label, number = ''] =
    /^(?:v|go)?(\d+)\.(\d+)(?:\.(\d+))?(?:-?(alpha|beta|rc)\.?(\d*))?/.exec(version) ?? []
  if (major === undefined) return version
  return `${major}.${minor}.${patch}${label === undefined ? '' : `-${label}${number === '' ? '' : `.${number}`}`}`
}
