import { schemeOf, type VersionScheme } from '../versions/index.ts'

const packagist = schemeOf('Packagist') as VersionScheme

const shape =
  /^v?([0-9]{1,16})(\.[0-9]{1,16})?(\.[0-9]{1,16})?(\.[0-9]{1,16})?(?:[._-]?(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?[0-9]{1,16}){0,4}))?([.-]?dev)?(?:\+[^\s]{0,200})?$/i

const words: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['p', 'patch'],
  ['pl', 'patch'],
  ['rc', 'RC'],
])

/**
 * The four numbers, stability and number that Composer makes of every version before it compares (`1.0b2` is
 * `1.0.0.0-beta2`); undefined for what is none, as branches (`dev-main`) are. Source: Composer, "Versions and constraints".
 */
export function normalizeComposerVersion(text: string): string | undefined {
  if (text.length > 512) return undefined
  const match = shape.exec(text.trim().replace(/@[a-z]{1,16}$/i, ''))
  if (match === null) return undefined
  const [, major, minor = '.0', patch = '.0', build = '.0', written, count = '', dev] = match
  const word = written?.toLowerCase() ?? 'stable'
  const stability = word === 'stable' ? '' : `-${words.get(word) ?? word}${count.replace(/^[.-]/, '')}`
  return `${major}${minor}${patch}${build}${stability}${dev === undefined ? '' : '-dev'}`
}

/** Versions of PHP packages as Composer compares them in constraints: `1.0` and `1.0.0` are the same. */
export const composer: VersionScheme = {
  parse(text) {
    const normal = normalizeComposerVersion(text)
    return normal === undefined ? undefined : packagist.parse(normal)
  },
  compare: (a, b) => packagist.compare(a, b),
}
