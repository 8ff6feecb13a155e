import { plural } from '@holdfast/design'
import type { Package, PackageRelease } from './package.ts'

/** What is so, in one sentence. */
export function leadOf({
  assets,
  advisoryCount,
  releases,
}: Pick<Package, 'assets' | 'advisoryCount' | 'releases'>): string {
  if (assets === 0) return 'No asset has it any more.'
  const versions = releases.flatMap((release) => release.versions)
  if (advisoryCount === 0)
    return versions.every(({ unspoken }) => unspoken !== null)
      ? 'No feed speaks of it: not assessed.'
      : 'No advisory is known that affects what is installed.'
  return `${plural(advisoryCount, 'vulnerability', 'vulnerabilities')} ${advisoryCount === 1 ? 'affects' : 'affect'} what is installed.`
}

/** What clears all of it, by release where these differ. */
export function clearingWords(releases: readonly PackageRelease[]): string {
  const affected = releases.filter(({ versions }) => versions.some((one) => one.affected > 0))
  return affected
    .map(({ ecosystem, clearing: { version, stays } }) => {
      const where = affected.length > 1 || releases.length > 1 ? ` of ${ecosystem}` : ''
      if (version === null) return `For those${where} no fixed version is known.`
      const rest =
        stays === 0
          ? 'closes all of it'
          : `closes all but ${plural(stays, 'vulnerability', 'vulnerabilities')} without a fix`
      return `Version ${version}${where} ${rest}.`
    })
    .join(' ')
}
