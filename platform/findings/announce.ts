import type { TenantTransaction } from '../contract/index.ts'
import { tell } from '../outbox/index.ts'
import type { Change } from './life-cycle/apply-sight.ts'
import type { Disposition } from './life-cycle/disposition.ts'
import type { FindingState } from './life-cycle/finding-state.ts'

/** A finding whose change is to be told. */
interface Announced {
  readonly publicId: string
  readonly check: string
  readonly place: string
  readonly state: FindingState
  readonly disposition: Disposition
  readonly changes: readonly Change[]
}

/** More than this many are told as one number. */
const mostEach = 200

const topics: Partial<Record<Change['kind'], string>> = {
  opened: 'finding.opened',
  reopened: 'finding.reopened',
  fixed: 'finding.fixed',
}

/**
 * Tells followers what became of findings: `finding.opened`, `finding.reopened`, `finding.fixed`, and `finding.changed` for all else, each with the public ids
 * of finding and asset; `finding.many` with the asset and a number instead where there are more than 200; `asset.assessed` where the list of what could not
 * be assessed changed.
 */
export async function announce(
  tx: TenantTransaction,
  asset: { readonly publicId: string },
  findings: readonly Announced[],
  { assessed }: { readonly assessed: boolean },
): Promise<void> {
  const changed = findings.filter(({ changes }) => changes.length > 0)
  const tellings =
    changed.length > mostEach
      ? [{ topic: 'finding.many', body: { asset: asset.publicId, findings: changed.length } }]
      : changed.map(({ publicId, check, place, state, disposition, changes }) => ({
          topic: changes.map(({ kind }) => topics[kind]).find((topic) => topic !== undefined) ?? 'finding.changed',
          body: {
            finding: publicId,
            asset: asset.publicId,
            check,
            place,
            severity: state.severity,
            status: state.status,
            disposition,
          },
        }))
  if (assessed) tellings.push({ topic: 'asset.assessed', body: { asset: asset.publicId } as never })
  await tell(tx, ...tellings)
}
