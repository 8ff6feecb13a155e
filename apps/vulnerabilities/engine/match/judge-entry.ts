import { judgeAffected, type OsvJudge } from '@holdfast/kit/osv'
import { areOfOneLine } from '@holdfast/kit/versions'
import type { Advisory, Affected } from '../advisory.ts'
import type { NamedEntry } from '../advisory-library.ts'
import type { InstalledSoftware } from '../installed-software.ts'
import { maxName, shown, words } from './bounded.ts'
import type { Basis, Outcome, Statement } from './statement.ts'

/** An entry of an advisory, its versions read once. */
export interface PreparedEntry {
  readonly feed: string
  /** The advisory that it stands in; looked up when first asked for. */
  advisory(): Advisory
  readonly entry: Affected
  readonly judge: OsvJudge
  /** Whether it names versions at all, rather than the package as a whole. */
  readonly namesVersions: boolean
}

/** The name and version of a software that an entry means. */
export interface Subject {
  readonly name: string
  readonly version: string | undefined
  readonly ecosystem: string
  readonly basis: Basis
}

export function prepareEntry({ feed, entry, advisory }: NamedEntry): PreparedEntry {
  // Products without an ecosystem have versions of no known kind.
  const ecosystem = entry.ecosystem ?? 'generic'
  let found: Advisory | undefined
  return {
    feed,
    entry,
    advisory: () => {
      found ??= advisory()
      return found
    },
    judge: judgeAffected({ ...entry, ecosystem }),
    namesVersions: entry.ranges.length + entry.versions.length + entry.commits.length > 0,
  }
}

/** Whether the versions of an entry alone say that it does not mean a version: then nothing else in it can make it affected or undecided. */
export function isOutside({ entry, judge, namesVersions }: PreparedEntry, version: string | undefined): boolean {
  if (version === undefined || version.length > maxName || !namesVersions || entry.updates !== undefined) return false
  return entry.state !== 'under-investigation' && judge.judge(version).verdict === 'not-affected'
}

/** What an entry says of a software. */
export function judgeEntry(software: InstalledSoftware, subject: Subject, prepared: PreparedEntry): Statement {
  const { feed, entry } = prepared
  const { version } = subject
  const found = outcomeOf(software, subject, prepared)
  return {
    feed,
    advisory: shown(prepared.advisory().id),
    ecosystem: subject.ecosystem,
    name: shown(subject.name),
    installed: shown(version ?? ''),
    outcome: found.outcome,
    words: words(found.words),
    fixed: found.fixed === undefined ? undefined : shown(found.fixed),
    ...(found.updates !== undefined && { updates: found.updates }),
    unfixed: entry.unfixed,
    rating: entry.rating === undefined ? undefined : shown(entry.rating),
    justification: entry.justification === undefined ? undefined : words(entry.justification),
    basis: subject.basis,
  }
}

interface Found {
  readonly outcome: Outcome
  readonly words: string
  readonly fixed?: string | undefined
  readonly updates?: readonly string[]
}

function outcomeOf(software: InstalledSoftware, subject: Subject, prepared: PreparedEntry): Found {
  const { entry, judge, namesVersions } = prepared
  const advisory = prepared.advisory()
  const id = shown(advisory.id)
  const what = `${shown(subject.name)} ${shown(subject.version ?? 'without a version')}`
  if (advisory.withdrawn !== undefined)
    return { outcome: 'withdrawn', words: `${id} was withdrawn on ${shown(advisory.withdrawn).slice(0, 10)}` }
  if (!isOnArchitecture(software, entry))
    return {
      outcome: 'other-architecture',
      words: `${id} is about ${shown((entry.architectures ?? []).join(', '))} only, not ${shown(software.architecture ?? '')}`,
    }
  const whole = !namesVersions && entry.updates === undefined
  if (whole && entry.module !== undefined && !isOfModule(software, subject, entry, undefined))
    return otherModule(id, entry)
  if (entry.state === 'under-investigation')
    return { outcome: 'under-investigation', words: `whether ${id} affects ${what} is under investigation` }
  if (whole && entry.state === 'not-affected')
    return {
      outcome: 'says-not-affected',
      words: `${id} says that ${shown(subject.name)} is not affected${because(entry)}`,
    }
  if (whole && (entry.unfixed !== undefined || entry.state === 'affected'))
    return { outcome: 'affected', words: `${id} says that every version of ${shown(subject.name)} is affected` }
  if (entry.updates !== undefined) return byUpdates(software, subject, prepared, entry.updates)
  if (subject.version === undefined)
    return { outcome: 'undecided', words: `which version of ${shown(subject.name)} is installed is not known` }
  if (subject.version.length > maxName)
    return { outcome: 'undecided', words: `the version of ${shown(subject.name)} is longer than any real one` }
  const verdict = judge.judge(subject.version)
  if (verdict.verdict === 'unknown')
    return { outcome: 'undecided', words: `${id} cannot be decided for ${what}: ${words(verdict.reason)}` }
  if (verdict.verdict === 'not-affected')
    return { outcome: 'not-affected', words: `${what} is outside of the versions that ${id} names` }
  if (!isOfModule(software, subject, entry, verdict.fixed)) return otherModule(id, entry)
  if (entry.state === 'not-affected')
    return { outcome: 'says-not-affected', words: `${id} says that ${what} is not affected${because(entry)}` }
  const { fixed } = verdict
  return {
    outcome: 'affected',
    words: `${what} is among what ${id} affects, ${fixed === undefined ? unfixedWords(entry) : `fixed in ${shown(fixed)}`}`,
    fixed,
  }
}

/** Named in a sentence, and kept for what to do. */
const mostUpdatesNamed = 5
const mostUpdatesKept = 20

/**
 * Updates tell before builds do. One of them being there, or a build that is at least the fixed one, outweighs lists of others that do not know it as a
 * replacement: what fixes it is installed.
 */
function byUpdates(
  { updates: installed }: InstalledSoftware,
  { version = '' }: Subject,
  { advisory, judge, namesVersions }: PreparedEntry,
  fixing: readonly string[],
): Found {
  const id = shown(advisory().id)
  const found = fixing.find((update) => installed?.includes(update))
  if (found !== undefined)
    return { outcome: 'says-not-affected', words: `${shown(found)}, which fixes ${id}, is installed` }
  if (namesVersions && version.length <= maxName && judge.judge(version).verdict === 'not-affected')
    return { outcome: 'says-not-affected', words: `the build ${shown(version)} holds what fixes ${id}` }
  if (installed === undefined)
    return { outcome: 'undecided', words: `${id} is fixed by updates, and which are installed is not known` }
  const updates = [...fixing].sort((a, b) => numberOf(a) - numberOf(b))
  const named = updates.length > mostUpdatesNamed ? [...updates.slice(0, mostUpdatesNamed), '…'] : updates
  const words = `none of the ${updates.length} updates that fix ${id} is installed: ${shown(named.join(', '))}`
  return { outcome: 'affected', words, updates: updates.slice(-mostUpdatesKept) }
}

function numberOf(update: string): number {
  return Number(/\d+/.exec(update)?.[0] ?? 0)
}

function isOnArchitecture({ architecture }: InstalledSoftware, { architectures }: Affected): boolean {
  if (architectures === undefined || architectures.length === 0 || architecture === undefined) return true
  const own = sameArchitecture(architecture)
  return own === 'noarch' || architectures.some((one) => ['noarch', own].includes(sameArchitecture(one)))
}

/** dpkg, rpm and apk call machines by different names. */
function sameArchitecture(name: string): string {
  const names: Readonly<Record<string, string>> = {
    amd64: 'x86_64',
    arm64: 'aarch64',
    all: 'noarch',
    i386: 'x86',
    i686: 'x86',
  }
  return names[name] ?? name
}

function isOfModule(
  { type, module: label }: InstalledSoftware,
  { version = '' }: Subject,
  entry: Affected,
  fixed: string | undefined,
): boolean {
  if (type !== 'rpm') return true
  const [name, stream] = entry.module?.split(':') ?? []
  const module = name === undefined || stream === undefined ? undefined : { name, stream }
  // An entry without a fix that names no module says nothing about its line.
  if (fixed === undefined && module === undefined) return true
  return areOfOneLine({ version, label }, { version: fixed ?? '', module })
}

function otherModule(id: string, { module }: Affected): Found {
  const which = module === undefined ? 'builds of another module' : `builds for the module ${shown(module)}`
  return { outcome: 'other-module', words: `${id} is about ${which}` }
}

const unfixedSentences = {
  'not-yet': 'not fixed yet',
  'wont-fix': 'which the publisher will not fix',
  deferred: 'whose fix the publisher put off',
  'end-of-life': 'which gets no fixes any more',
} as const

function unfixedWords({ unfixed }: Affected): string {
  return unfixed === undefined ? 'which names no fixed version' : unfixedSentences[unfixed]
}

function because({ justification }: Affected): string {
  return justification === undefined ? '' : `: ${words(justification).replaceAll('_', ' ')}`
}
