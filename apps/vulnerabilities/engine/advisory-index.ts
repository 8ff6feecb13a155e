import { judgeAffected, type OsvAdvisory, type OsvJudge } from '@holdfast/kit/osv'
import { aliasGroups } from './alias-groups.ts'

/** One entry of an advisory, ready to judge versions. `check` is what its finding is called. */
export interface IndexEntry {
  readonly advisory: OsvAdvisory
  readonly check: string
  readonly judge: OsvJudge
}

export interface AdvisoryIndex {
  /** Whether any advisory, even a withdrawn one, speaks of this ecosystem and release. */
  covers(ecosystem: string): boolean
  entriesOf(ecosystem: string, name: string): readonly IndexEntry[]
}

/** Reads many advisories once. Withdrawn ones are left out; of two with one id the one modified last counts. */
export function advisoryIndex(advisories: Iterable<OsvAdvisory>): AdvisoryIndex {
  const newest = new Map<string, OsvAdvisory>()
  const covered = new Set<string>()
  for (const advisory of advisories) {
    for (const { ecosystem } of advisory.affected) if (ecosystem !== undefined) covered.add(ecosystem)
    const known = newest.get(advisory.id)
    if (known === undefined || isNewer(advisory, known)) newest.set(advisory.id, advisory)
  }
  const current = [...newest.values()].filter(({ withdrawn }) => withdrawn === undefined)
  current.sort((a, b) => (a.id < b.id ? -1 : 1))
  const groups = aliasGroups(current)
  const entries = new Map<string, IndexEntry[]>()
  for (const advisory of current) {
    const check = checkOf(advisory, groups)
    for (const affected of advisory.affected) {
      if (affected.ecosystem === undefined || affected.name === undefined) continue
      const key = keyOf(affected.ecosystem, affected.name)
      const list = entries.get(key) ?? []
      list.push({ advisory, check, judge: judgeAffected(affected) })
      entries.set(key, list)
    }
  }
  return {
    covers: (ecosystem) => covered.has(ecosystem),
    entriesOf: (ecosystem, name) => entries.get(keyOf(ecosystem, name)) ?? [],
  }
}

/** A distribution's record that answers one CVE is about that CVE; one that answers several keeps its own name. */
function checkOf(advisory: OsvAdvisory, groups: ReadonlyMap<string, string>): string {
  const group = groups.get(advisory.id) ?? advisory.id
  const [only, ...others] = new Set(advisory.upstream.map((id) => groups.get(id) ?? id))
  return group.startsWith('CVE-') || only === undefined || others.length > 0 ? group : only
}

/** Equal times are settled by content, so that the order of reading does not matter. */
function isNewer(a: OsvAdvisory, b: OsvAdvisory): boolean {
  return a.modified === b.modified ? JSON.stringify(a) > JSON.stringify(b) : a.modified > b.modified
}

function keyOf(ecosystem: string, name: string): string {
  return `${ecosystem}\n${name}`
}
