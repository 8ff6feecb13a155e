import { asList, asRecord, asText, type Problem, ProblemList } from '../reading/index.ts'

/** A time in which security fixes are made. */
export interface SupportPhase {
  readonly name: string
  /** Last day, YYYY-MM-DD; undefined while no end is announced. */
  readonly until: string | undefined
  /** What has to be subscribed to get the fixes; undefined when everybody gets them. */
  readonly subscription: string | undefined
}

export interface SupportedRelease {
  /** As VERSION_ID says it, or its beginning: `12`, `22.04`, `9`. */
  readonly release: string
  readonly codename: string | undefined
  readonly released: string | undefined
  /** In the order in which they follow each other; the first is the vendor's standard support. */
  readonly phases: readonly SupportPhase[]
}

/** How long the releases of one operating system are supported. */
export interface SupportTable {
  /** As os-release says it. */
  readonly id: string
  readonly aliases: readonly string[]
  readonly name: string
  /** Address of the vendor's own statement. */
  readonly source: string
  /** The day on which the figures were compared with the source. */
  readonly checked: string
  /** The system has no releases: it is always the newest, or out of date. */
  readonly rolling: boolean
  /** Development branches have no version (Debian testing and unstable). */
  readonly rollingWithoutVersion: boolean
  /** Versions that contain this text are of a development branch (`_alpha` for Alpine edge). */
  readonly rollingVersion: string | undefined
  readonly releases: readonly SupportedRelease[]
}

const date = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/

/** Checks a parsed document; undefined with problems when it is not a support table. */
export function parseSupportTable(document: unknown): {
  readonly table: SupportTable | undefined
  readonly problems: readonly Problem[]
} {
  const problems = new ProblemList()
  const root = asRecord(document)
  const required = (key: string) => {
    const value = asText(root[key])
    if (value === undefined) problems.add(`"${key}" is missing`)
    return value ?? ''
  }
  const table: SupportTable = {
    id: required('id'),
    aliases: asList(root.aliases)
      .map(asText)
      .filter((alias) => alias !== undefined),
    name: required('name'),
    source: required('source'),
    checked: dateOf(root.checked, 'checked', problems) ?? '',
    rolling: root.rolling === true,
    rollingWithoutVersion: root.withoutVersion === 'rolling',
    rollingVersion: asText(root.rollingVersion),
    releases: asList(root.releases).map((release, index) => readRelease(release, `releases/${index}`, problems)),
  }
  if (!Array.isArray(root.releases)) problems.add('"releases" is missing')
  const names = table.releases.map((release) => release.release)
  if (new Set(names).size < names.length) problems.add('a release is listed twice')
  return { table: problems.list.length === 0 ? table : undefined, problems: problems.list }
}

function readRelease(value: unknown, part: string, problems: ProblemList): SupportedRelease {
  const release = asRecord(value)
  const name = asText(release.release)
  if (name === undefined) problems.add('"release" is missing, or no text', { part })
  const standard = {
    name: 'standard',
    until: dateOf(release.until, `${part}/until`, problems),
    subscription: undefined,
  }
  const extended = release.extended === undefined ? [] : [readPhase(release.extended, `${part}/extended`, problems)]
  return {
    release: name ?? '',
    codename: asText(release.codename),
    released: dateOf(release.released, `${part}/released`, problems),
    phases: [standard, ...extended],
  }
}

function readPhase(value: unknown, part: string, problems: ProblemList): SupportPhase {
  const phase = asRecord(value)
  const name = asText(phase.name)
  if (name === undefined) problems.add('"name" is missing', { part })
  return {
    name: name ?? '',
    until: dateOf(phase.until, `${part}/until`, problems),
    subscription: asText(phase.subscription),
  }
}

function dateOf(value: unknown, part: string, problems: ProblemList): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string' && date.test(value)) return value
  problems.add('not a date of the form YYYY-MM-DD', { part })
  return undefined
}
