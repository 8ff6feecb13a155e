import known from './known.json' with { type: 'json' }

/** What an operating system says of itself. */
export interface OperatingSystem {
  /** As in os-release, lower case; `centos-stream`, `opensuse-leap` and `opensuse-tumbleweed` where older releases share an ID. */
  readonly id: string
  /** The id itself when it is known here, else the first known one it says it is like. */
  readonly base: string
  readonly name: string
  readonly prettyName: string
  /** `12`, `22.04`, `9.4`; undefined for rolling releases and for Debian's testing and unstable. */
  readonly version: string | undefined
  /** The minor release where `version` lacks it: Debian's `12.5`, CentOS's `7.6.1810`. */
  readonly pointRelease: string | undefined
  readonly codename: string | undefined
  readonly variant: string | undefined
  /** Date (YYYY-MM-DD) until which the vendor says it is supported. */
  readonly supportEnd: string | undefined
  /** The file that told. */
  readonly from: string
}

interface Known {
  readonly name: string
  readonly ecosystem?: string
  readonly packages: readonly string[]
}

const byId: ReadonlyMap<string, Known> = new Map(Object.entries(known as Record<string, Known>))

export function isKnown(id: string): boolean {
  return byId.has(id)
}

export function nameOf(id: string): string | undefined {
  return byId.get(id)?.name
}

/** OSV's name for the distribution's advisories, without a release; undefined when OSV has none. */
export function ecosystemOf(system: Pick<OperatingSystem, 'base'>): string | undefined {
  return byId.get(system.base)?.ecosystem
}
