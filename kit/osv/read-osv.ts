import type { OsvEvent, OsvRange } from '../version-ranges/index.ts'
import type { OsvAffected, OsvCommits, OsvReading, OsvReference, OsvSeverity } from './advisory.ts'
import { Fields, limits } from './fields.ts'

/**
 * Reads one OSV record from parsed JSON. Without an id and a time of modification it is none; whatever else is wrong is
 * left out and named among the problems, so that the rest still counts. Never throws. Source: OSV schema 1.7.
 */
export function readOsv(document: unknown): OsvReading {
  const fields = new Fields()
  const record = fields.record(document, '')
  const id = record && fields.text(record.id, 'id', 256)
  const modified = record && fields.text(record.modified, 'modified', 64)
  if (record === undefined || id === undefined || modified === undefined) {
    if (record !== undefined && id === undefined) fields.problem('id', 'is missing')
    if (record !== undefined && modified === undefined) fields.problem('modified', 'is missing')
    return { ok: false, problems: fields.problems }
  }
  const specific = record.database_specific as { readonly severity?: unknown } | null | undefined
  const advisory = {
    id,
    modified,
    published: fields.text(record.published, 'published', 64),
    withdrawn: fields.text(record.withdrawn, 'withdrawn', 64),
    aliases: fields.words(record.aliases, 'aliases'),
    upstream: fields.words(record.upstream, 'upstream'),
    related: fields.words(record.related, 'related'),
    summary: fields.prose(record.summary, 'summary', limits.summary),
    details: fields.prose(record.details, 'details', limits.details),
    severity: fields.list(record.severity, 'severity', limits.words, (item, path) => readSeverity(fields, item, path)),
    databaseSeverity: typeof specific?.severity === 'string' ? specific.severity.slice(0, 64) : undefined,
    affected: fields.list(record.affected, 'affected', limits.affected, (item, path) =>
      readAffected(fields, item, path),
    ),
    references: fields.list(record.references, 'references', limits.words, (item, path) =>
      readReference(fields, item, path),
    ),
  }
  return { ok: true, advisory, problems: fields.problems }
}

function readSeverity(fields: Fields, value: unknown, path: string): OsvSeverity | undefined {
  const record = fields.record(value, path)
  const type = record && fields.text(record.type, `${path}.type`)
  const score = record && fields.text(record.score, `${path}.score`)
  return type === undefined || score === undefined ? undefined : { type, score }
}

/** Only addresses of the web are kept: whoever shows them makes links of them. */
function readReference(fields: Fields, value: unknown, path: string): OsvReference | undefined {
  const record = fields.record(value, path)
  const url = record && fields.text(record.url, `${path}.url`, limits.summary)
  if (record === undefined || url === undefined) return undefined
  if (!/^https?:\/\//i.test(url)) return fields.problem(`${path}.url`, 'is not an address of the web')
  return { type: fields.text(record.type, `${path}.type`) ?? 'WEB', url }
}

function readAffected(fields: Fields, value: unknown, path: string): OsvAffected | undefined {
  const record = fields.record(value, path)
  if (record === undefined) return undefined
  const named = record.package === undefined ? {} : (fields.record(record.package, `${path}.package`) ?? {})
  const ranges: OsvRange[] = []
  const commits: OsvCommits[] = []
  fields.list(record.ranges, `${path}.ranges`, limits.ranges, (item, at) => {
    const range = fields.record(item, at)
    if (range === undefined) return undefined
    const type = range.type
    const events = fields.list(range.events, `${at}.events`, limits.events, (event, place) =>
      readEvent(fields, event, place),
    )
    if (type === 'GIT') commits.push({ repo: fields.text(range.repo, `${at}.repo`, limits.summary), events })
    else if (type === 'SEMVER' || type === 'ECOSYSTEM') ranges.push({ type, events })
    else fields.problem(`${at}.type`, 'is not one of SEMVER, ECOSYSTEM, GIT')
    return undefined
  })
  return {
    ecosystem: fields.text(named.ecosystem, `${path}.package.ecosystem`),
    name: fields.text(named.name, `${path}.package.name`),
    purl: fields.text(named.purl, `${path}.package.purl`, limits.summary),
    severity: fields.list(record.severity, `${path}.severity`, limits.words, (item, at) =>
      readSeverity(fields, item, at),
    ),
    ranges,
    commits,
    versions: fields.words(record.versions, `${path}.versions`, limits.versions),
  }
}

function readEvent(fields: Fields, value: unknown, path: string): OsvEvent | undefined {
  const record = fields.record(value, path)
  if (record === undefined) return undefined
  for (const kind of ['introduced', 'fixed', 'last_affected', 'limit'] as const) {
    const text = fields.text(record[kind], `${path}.${kind}`)
    if (text !== undefined) return { [kind]: text }
  }
  return fields.problem(path, 'says neither introduced, fixed, last_affected nor limit')
}
