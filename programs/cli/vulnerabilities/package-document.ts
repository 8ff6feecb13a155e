/** One package, as `GET /vulnerabilities/packages/:ecosystem/:name` tells it. */
export interface ShownPackage {
  readonly ecosystem: string
  readonly name: string
  readonly sources: readonly string[]
  readonly assets: number
  readonly releases: readonly {
    readonly ecosystem: string
    readonly clearing: Clearing
    readonly versions: readonly {
      readonly name: string
      readonly version: string
      readonly assets: number
      readonly affected: number
      readonly undecided: number
      readonly unspoken: string | null
      readonly clearing: Clearing
    }[]
  }[]
  readonly advisoryCount: number
  readonly findings: {
    readonly open: Readonly<Record<string, number>>
    readonly excepted: number
    readonly fixed: number
  }
}

interface Clearing {
  readonly version: string | null
  readonly stays: number
}

/** What people read of a package in a terminal: what is so, then one line an installed version. */
export function packageLines(shown: ShownPackage): readonly string[] {
  const { ecosystem, name, sources, assets, releases, advisoryCount, findings } = shown
  const open = Object.entries(findings.open).filter(([, count]) => count > 0)
  const rows = releases.flatMap((release) =>
    release.versions.map(
      (one) => [release.ecosystem, one.name, one.version, `on ${one.assets}`, standOf(one)] as const,
    ),
  )
  const width = (column: 0 | 1 | 2 | 3) => Math.max(0, ...rows.map((row) => row[column].length))
  return [
    `${ecosystem}/${name}${sources.length > 0 ? ` (built from ${sources.join(', ')})` : ''} on ${assets} ${assets === 1 ? 'asset' : 'assets'}`,
    ...rows.map((row) => `  ${([0, 1, 2, 3] as const).map((at) => row[at].padEnd(width(at))).join('  ')}  ${row[4]}`),
    ...releases.flatMap(({ ecosystem: release, versions, clearing: { version, stays } }) =>
      versions.some(({ affected }) => affected > 0)
        ? [
            version === null
              ? `${release}: no fixed version is known`
              : `${release}: ${version} closes ${stays === 0 ? 'all of it' : `all but ${stays} without a fix`}`,
          ]
        : [],
    ),
    `${advisoryCount} known to affect what is installed; open findings: ${open.length === 0 ? 'none' : open.map(([severity, count]) => `${count} ${severity}`).join(', ')}; ${findings.excepted} decided about, ${findings.fixed} fixed`,
  ]
}

function standOf({
  affected,
  undecided,
  unspoken,
  clearing,
}: ShownPackage['releases'][number]['versions'][number]): string {
  if (unspoken !== null && affected === 0) return 'not assessed'
  const rest = `${undecided > 0 ? `, ${undecided} cannot be told` : ''}${unspoken !== null ? ', otherwise not assessed' : ''}`
  if (affected === 0) return `nothing known${rest}`
  return `affected by ${affected}${rest}; ${clearing.version === null ? 'no fix yet' : `upgrade to ${clearing.version}`}`
}
