import type { JudgeInput, Verdict } from '@holdfast/platform/contract'
import type { PackageIndex, PendingUpdate } from '../facts/index.ts'
import { counted, holds, known, notAssessed } from './known.ts'

const check = 'inventory.no-security-update-is-pending'
const updateFact = 'inventory.pending-update'
const indexFact = 'inventory.package-index'

/**
 * By the host's own signed package indexes: no feed is needed. Binary packages of one source are one finding, since one upgrade closes it.
 * Without an index that is published for security, "nothing is pending" would be a guess.
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
  if (bySource.size > 0) return [...bySource].map(([source, group]) => pending(source, group))
  if (!updates.whole) return [notAssessed(check, input, updateFact)]
  const indexes = known<PackageIndex>(input, indexFact).items.filter(
    ({ item }) => item.security && item.digest !== 'differs' && item.signature !== 'wrong',
  )
  if (indexes.length === 0) {
    return [
      {
        check,
        place: '',
        outcome: 'unknown',
        because: { summary: 'the host has no package index that is published for security: not assessed' },
      },
    ]
  }
  const newest = indexes
    .map(({ item }) => item.publishedAt ?? '')
    .sort()
    .at(-1)
  return [holds(check, `no update is pending by the security index${newest ? ` of ${newest.slice(0, 10)}` : ''}`)]
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
