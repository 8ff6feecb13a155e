import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { PackageIndex, PendingUpdate } from '../facts/index.ts'
import { counted, holds, known, notAssessed, order } from './known.ts'

const check = 'inventory.no-security-update-is-pending'
const updateFact = 'inventory.pending-update'
const indexFact = 'inventory.package-index'

/**
 * By the host's own signed package indexes: no feed is needed. Binary packages of one source are one finding, since one upgrade closes it.
 * Without a current index that is published for security, "nothing is pending" would be a guess, and so would "no longer pending".
 * Repositories beside it that have no index are told as a place of their own, so that they do not keep everything else open.
 */
export function noSecurityUpdateIsPending(input: JudgeInput<unknown>): readonly Verdict[] {
  const updates = known<PendingUpdate>(input, updateFact)
  const bySource = new Map<string, (typeof updates.items)[number][]>()
  for (const found of updates.items) {
    if (!found.item.security) continue
    const group = bySource.get(found.item.sourceName)
    if (group) group.push(found)
    else bySource.set(found.item.sourceName, [found])
  }
  const failing = [...bySource].map(([source, group]) => pending(source, group))
  const index = newestIndex(input)
  if ('missing' in index) return [...failing, unsure('', index.missing)]
  const partly = updates.whole
    ? []
    : [unsure('other repositories', notAssessed(check, input, updateFact).because.summary)]
  if (failing.length > 0) return [...failing, ...partly]
  return [holds(check, `no update is pending by the security index of ${index.publishedAt.slice(0, 10)}`), ...partly]
}

/** The newest index that is published for security, is what was signed, and is not too old to tell; or why there is none. */
function newestIndex(input: JudgeInput<unknown>): { readonly publishedAt: string } | { readonly missing: string } {
  const indexes = known<PackageIndex>(input, indexFact)
  const security = indexes.items.filter(({ item }) => item.security)
  if (!indexes.whole) return { missing: notAssessed(check, input, indexFact).because.summary }
  if (security.length === 0) return { missing: 'the host has no package index that is published for security' }
  const sound = security.filter(
    ({ item }) => item.digest === 'matches' && (item.signature === 'verified' || item.signature === 'not-verified'),
  )
  if (sound.length === 0) return { missing: 'the package index for security is not what a release file signs' }
  const days = Number(input.checks.get(check)?.parameters?.oldestDays ?? 14)
  const oldest = new Date(Date.parse(input.now) - days * 86_400_000).toISOString()
  const current = sound
    .map(({ item }) => ({ publishedAt: item.publishedAt ?? '', validUntil: item.validUntil }))
    .sort((a, b) => order(b.publishedAt, a.publishedAt))
  const newest = current[0]!
  if (newest.publishedAt === '') return { missing: 'the package index for security does not say of when it is' }
  if (newest.publishedAt < oldest || (newest.validUntil !== undefined && newest.validUntil < input.now))
    return {
      missing: `the package index for security is of ${newest.publishedAt.slice(0, 10)}: too old to tell what is pending`,
    }
  return newest
}

function unsure(place: string, summary: string): Verdict {
  return { check, place, outcome: 'unknown', because: { summary } }
}

function pending(
  source: string,
  group: readonly { readonly scope: string; readonly key: string; readonly item: PendingUpdate }[],
): Verdict {
  const first = group[0]!.item
  const target = first.securityVersion ?? first.candidate
  return {
    check,
    place: source,
    outcome: 'fail',
    because: {
      summary: `${counted(group.length, 'package')} of ${source} ${group.length === 1 ? 'is' : 'are'} at ${first.installed}, and ${target} is offered for security`,
      expected: target,
      actual: first.installed,
      lines: group
        .slice(0, 100)
        .map(
          ({ item }) =>
            `${item.package} ${item.installed} → ${item.securityVersion ?? item.candidate} (${[item.origin, item.suite].filter(Boolean).join(' ')})`,
        ),
      facts: group.slice(0, 100).map(({ scope, key }) => ({ fact: updateFact, scope, key })),
    },
    fix: `upgrade ${group
      .map(({ item }) => item.package)
      .slice(0, 20)
      .join(', ')} to ${target}`,
  }
}
