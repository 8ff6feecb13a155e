import namesOf from './distribution-names.json' with { type: 'json' }
import distributions from './distributions.json' with { type: 'json' }

interface Entry {
  readonly ecosystems: readonly (readonly string[])[]
  readonly names: 'source' | 'binary' | 'either'
  readonly codenames?: Readonly<Record<string, string>>
  readonly rolling?: boolean
  readonly lastFirstWhenVersionHas?: readonly string[]
  readonly relatedAreAnswered?: boolean
}

const known = new Map<string, Entry>(Object.entries(distributions as Record<string, Entry>))
const otherNames = new Map<string, string>(Object.entries(namesOf))

/** Ecosystems whose advisories name among `related` what they answer, without their release. */
const answeringByRelated = new Set(
  [...known.values()]
    .filter(({ relatedAreAnswered }) => relatedAreAnswered)
    .flatMap(({ ecosystems }) => ecosystems.flat().map((ecosystem) => ecosystem.split(':')[0] ?? '')),
)

/** Who speaks of the packages of one release of a distribution. */
export interface DistributionSpeakers {
  readonly ecosystems: readonly (readonly string[])[]
  readonly names: 'source' | 'binary' | 'either'
}

/**
 * Reads the `distro` qualifier of a package URL as the inventory and other tools write it: `debian-12`, `alpine-3.19.1`, `3.19.1`, `jammy`. `namespace` tells the
 * distribution where the qualifier does not. Undefined for a distribution or release that nobody speaks of. `version` is that of the package.
 */
export function distributionSpeakers(
  namespace: string,
  distro: string | undefined,
  version = '',
): DistributionSpeakers | undefined {
  const [id, release] = splitDistro(namespace, (distro ?? '').toLowerCase())
  const entry = known.get(otherNames.get(id) ?? id)
  if (entry === undefined) return undefined
  const { rolling, codenames, lastFirstWhenVersionHas: marks = [] } = entry
  const exact = codenames?.[release] ?? release
  if (!rolling && !/^\d/.test(exact) && !(exact !== '' && exact === codenames?.[release])) return undefined
  const steps = entry.ecosystems.map((names) => [...new Set(names.map((name) => fill(name, exact)))])
  const ecosystems = marks.some((mark) => version.includes(mark)) ? steps.reverse() : steps
  return { ecosystems, names: entry.names }
}

/** Whether advisories of an ecosystem name what they answer among `related`, as AlmaLinux's do. */
export function namesAnsweredAsRelated(ecosystem: string): boolean {
  return answeringByRelated.has(ecosystem.split(':')[0] ?? '')
}

function splitDistro(namespace: string, distro: string): readonly [id: string, release: string] {
  const both = /^(.*?)-(\d.*)$/.exec(distro)
  if (both) return [both[1] ?? '', both[2] ?? '']
  if (known.has(otherNames.get(distro) ?? distro)) return [distro, '']
  const id = namespace.toLowerCase()
  return distro.startsWith(`${id}-`) ? [id, distro.slice(id.length + 1)] : [id, distro]
}

/** `{sp}` is a service pack in SUSE's words, and nothing for the first release. */
function fill(template: string, release: string): string {
  const [major = '', minor] = release.split('.')
  const parts: Readonly<Record<string, string>> = {
    major,
    minor: minor === undefined || !/^\d/.test(release) ? release : `${major}.${minor}`,
    version: release,
    sp: minor === undefined || minor === '0' ? '' : ` SP${minor}`,
  }
  return template
    .replace('v{minor}', /^\d/.test(release) ? 'v{minor}' : '{minor}')
    .replace(/\{(\w+)\}/g, (_, key) => parts[key] ?? '')
}
