import { type Paragraph, readParagraphs } from '../deb822/index.ts'
import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'
import type { Conffile, DpkgPackage, DpkgStatus } from './package.ts'

export interface StatusOptions {
  /** Distroless images keep one stanza a file in status.d, without a Status field: such packages are installed. */
  readonly assumeInstalled?: boolean
}

const fieldsOfInterest: ReadonlySet<string> = new Set(
  'package version architecture status source essential multi-arch priority section maintainer description installed-size conffiles'.split(
    ' ',
  ),
)

const nameShape = /^[A-Za-z0-9][A-Za-z0-9.+_-]*$/

/** Reads `/var/lib/dpkg/status`, or one file of `/var/lib/dpkg/status.d`. Source: deb-control(5), dpkg(1). */
export function readDpkgStatus(bytes: Uint8Array, options: StatusOptions = {}): Reading<DpkgPackage> {
  const problems = new ProblemList()
  const items: DpkgPackage[] = []
  for (const paragraph of readParagraphs(decodeUtf8(bytes), { only: fieldsOfInterest, problems })) {
    const item = readPackage(paragraph, options, problems)
    if (item !== undefined) items.push(item)
  }
  return { items, problems: problems.list }
}

function readPackage(
  { fields, line }: Paragraph,
  options: StatusOptions,
  problems: ProblemList,
): DpkgPackage | undefined {
  const name = fields.get('package')
  if (name === undefined || !nameShape.test(name)) {
    problems.add(name === undefined ? 'a stanza without Package' : `"${name.slice(0, 60)}" is not a package name`, {
      line,
    })
    return undefined
  }
  const status = readStatus(fields.get('status'), options)
  if (status === undefined) {
    problems.add(`package ${name} has no readable Status`, { line })
    return undefined
  }
  const version = fields.get('version') ?? ''
  // dpkg keeps stanzas of packages it only heard of; those have no version and are not installed.
  if (version === '') {
    if (status.state !== 'not-installed') problems.add(`package ${name} has no Version`, { line })
    return undefined
  }
  const size = Number(fields.get('installed-size'))
  return {
    name,
    version,
    architecture: fields.get('architecture') ?? '',
    status,
    source: readSource(fields.get('source'), name, version),
    essential: fields.get('essential') === 'yes',
    multiArch: fields.get('multi-arch'),
    priority: fields.get('priority'),
    section: fields.get('section'),
    maintainer: fields.get('maintainer'),
    summary: fields.get('description')?.split('\n', 1)[0],
    installedSize: Number.isSafeInteger(size) && size >= 0 ? size : undefined,
    conffiles: readConffiles(fields.get('conffiles') ?? ''),
  }
}

function readStatus(text: string | undefined, options: StatusOptions): DpkgStatus | undefined {
  if (text === undefined)
    return options.assumeInstalled ? { want: 'install', flag: 'ok', state: 'installed' } : undefined
  const [want, flag, state, ...more] = text.split(/\s+/)
  return want && flag && state && more.length === 0 ? { want, flag, state } : undefined
}

/** `Source: name (version)`; without a version the binary's own. */
export function readSource(text: string | undefined, name: string, version: string): DpkgPackage['source'] {
  const match = /^(\S+)(?:\s+\((\S+)\))?$/.exec(text ?? '')
  return { name: match?.[1] ?? name, version: match?.[2] ?? version }
}

function readConffiles(text: string): readonly Conffile[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(\/.*?) (newconffile|[0-9a-f]{32})((?: obsolete| remove-on-upgrade)*)$/.exec(line.trim())
    if (match === null) return []
    const [, path, md5, flags] = match as unknown as [string, string, string, string]
    return [{ path, md5: md5 === 'newconffile' ? undefined : md5, obsolete: flags.includes('obsolete') }]
  })
}
