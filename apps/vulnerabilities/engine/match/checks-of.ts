import type { Advisory } from '../advisory.ts'
import type { AdvisoryLibrary } from '../advisory-library.ts'
import { namesAnsweredAsRelated } from '../software/distribution.ts'
import { byCodeUnits, sortedSet } from './bounded.ts'

/** More names than any real group has: a feed that goes on is cut there. */
const maxGroup = 500
const maxChecks = 1000

/** How an advisory's findings are called, and what else it is called. */
export interface Naming {
  /** Every CVE that it is about; without any, one name for its whole alias group. In order of code units. */
  readonly checks: readonly string[]
  /** Its id and all aliases, through each other. */
  readonly aliases: readonly string[]
}

/**
 * The CVEs among id, aliases and upstream of an advisory (and among what is related, in feeds that answer there). Without any, aliases are followed in both
 * directions until CVEs are reached, and never through them: what two CVEs share does not make them one. Without any even so, the smallest id.
 */
export function namingOf(advisory: Advisory, library: Pick<AdvisoryLibrary, 'advisoriesOf'>): Naming {
  const { id, aliases, upstream, related, affected } = advisory
  const own = [id, ...aliases]
  const named = [...own, ...upstream].filter(isCve)
  if (named.length > 0) return naming(named, own)
  const answers = affected.some(({ ecosystem = '' }) => namesAnsweredAsRelated(ecosystem)) ? related.filter(isCve) : []
  if (answers.length > 0) return naming(answers, own)
  const group = followAliases(own, library)
  const cves = group.filter(isCve)
  return cves.length > 0 ? naming(cves, group) : naming(group.slice(0, 1), group)
}

/** Every name that is one with these, in order of code units. */
function followAliases(names: readonly string[], library: Pick<AdvisoryLibrary, 'advisoriesOf'>): readonly string[] {
  const group = new Set<string>(names)
  const waiting = [...sortedSet(names)]
  for (let name = waiting.shift(); name !== undefined && group.size < maxGroup; name = waiting.shift()) {
    if (isCve(name)) continue
    const others = library
      .advisoriesOf(name)
      .filter(({ advisory: { id, aliases } }) => id === name || aliases.includes(name))
      .flatMap(({ advisory: { id, aliases } }) => [id, ...aliases])
    for (const other of sortedSet(others)) {
      if (group.has(other) || group.size >= maxGroup) continue
      group.add(other)
      waiting.push(other)
    }
  }
  return [...group].sort(byCodeUnits)
}

function naming(checks: readonly string[], aliases: readonly string[]): Naming {
  return { checks: sortedSet(checks).slice(0, maxChecks), aliases: sortedSet(aliases) }
}

export function isCve(id: string): boolean {
  return /^CVE-\d{4}-\d{4,19}$/.test(id)
}
