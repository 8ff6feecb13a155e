import { type Problem, ProblemList } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'
import { readAssignments } from './assignments.ts'
import { type Draft, readers } from './fallbacks.ts'
import { isKnown, nameOf, type OperatingSystem } from './operating-system.ts'

/** The files that may tell, absolute, in the order in which they are believed. */
export const releaseFiles: readonly string[] = [
  '/etc/os-release',
  '/usr/lib/os-release',
  ...readers.keys(),
  '/etc/debian_version',
]

/** Recognises an operating system from those of `releaseFiles` that exist. */
export function identifyOperatingSystem(files: ReadonlyMap<string, Uint8Array>): {
  readonly system: OperatingSystem | undefined
  readonly problems: readonly Problem[]
} {
  const problems = new ProblemList()
  const system = complete(draftFrom(files, problems), text(files, '/etc/debian_version')?.trim())
  if (system === undefined) problems.add('no release file names the operating system')
  return { system, problems: problems.list }
}

function text(files: ReadonlyMap<string, Uint8Array>, path: string): string | undefined {
  const bytes = files.get(path)
  return bytes === undefined ? undefined : decodeUtf8(bytes)
}

function draftFrom(files: ReadonlyMap<string, Uint8Array>, problems: ProblemList): Draft | undefined {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const content = text(files, path)
    if (content === undefined) continue
    const found = new ProblemList()
    const draft = fromOsRelease(readAssignments(content, found), path)
    problems.addAll(found.list, path)
    if (draft !== undefined) return draft
  }
  for (const [path, read] of readers) {
    const content = text(files, path)
    const draft = content === undefined ? undefined : read(content)
    if (draft !== undefined) return { ...draft, from: path }
  }
  const debian = text(files, '/etc/debian_version')?.trim()
  // Ubuntu has this file too, with the name of a Debian release, but always beside an os-release.
  return debian ? { id: 'debian', from: '/etc/debian_version' } : undefined
}

function fromOsRelease(values: ReadonlyMap<string, string>, from: string): Draft | undefined {
  const value = (name: string) => values.get(name) || undefined
  const like = (value('ID_LIKE') ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((id) => id !== '')
  const id = value('ID')?.toLowerCase() ?? like[0]
  if (id === undefined) return undefined
  const name = value('NAME')
  return {
    id:
      name === 'CentOS Stream' ? 'centos-stream' : id === 'opensuse' && name === 'openSUSE Leap' ? 'opensuse-leap' : id,
    like,
    name,
    prettyName: value('PRETTY_NAME'),
    version: value('VERSION_ID'),
    codename: value('VERSION_CODENAME') ?? /^[^(]*\(([^)]+)\)/.exec(value('VERSION') ?? '')?.[1],
    variant: value('VARIANT_ID'),
    supportEnd: /^\d{4}-\d{2}-\d{2}$/.exec(value('SUPPORT_END') ?? '')?.[0],
    from,
  }
}

function complete(draft: Draft | undefined, debianVersion: string | undefined): OperatingSystem | undefined {
  if (draft?.from === undefined) return undefined
  const base = [draft.id, ...(draft.like ?? [])].find(isKnown) ?? draft.id
  const name = draft.name ?? nameOf(draft.id) ?? draft.id
  const debianPoint = draft.id === 'debian' && /^\d+\.\d+/.test(debianVersion ?? '') ? debianVersion : undefined
  const version = draft.version ?? debianPoint?.split('.')[0]
  return {
    id: draft.id,
    base,
    name,
    prettyName: draft.prettyName ?? (version === undefined ? name : `${name} ${version}`),
    version,
    pointRelease: draft.pointRelease ?? debianPoint,
    codename: draft.codename ?? (draft.id === 'debian' ? /^([a-z]+)\/sid$/.exec(debianVersion ?? '')?.[1] : undefined),
    variant: draft.variant,
    supportEnd: draft.supportEnd,
    from: draft.from,
  }
}
