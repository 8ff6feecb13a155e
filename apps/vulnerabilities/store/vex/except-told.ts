import type { VexDocument, VexStatement } from '@holdfast/kit/vex'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { decideSome, keepSelection, newestFinding } from '@holdfast/platform/findings'
import type { ToldFinding } from './findings-told.ts'

/** What one decision can name. */
const mostNamed = 5000

/**
 * Excepts findings by the word of a document: a decision for each statement, bound to the evidence of now. Answers with the decisions by statement.
 * What an existing measure prevents needs an end, as every such decision does. Throws ExceptionError.
 */
export async function exceptTold(
  tx: TenantTransaction,
  document: VexDocument,
  told: readonly ToldFinding[],
  { by, at, endsAt }: { readonly by: string; readonly at: string; readonly endsAt: string | undefined },
): Promise<ReadonlyMap<number, readonly string[]>> {
  const upTo = await newestFinding(tx)
  const made = new Map<number, string[]>()
  for (const [index, mine] of Map.groupBy(told, (one) => one.index)) {
    const statement = document.statements[index]!
    for (let from = 0; from < mine.length; from += mostNamed) {
      const some = mine.slice(from, from + mostNamed)
      const selection = { q: '', only: some.map(({ publicId }) => publicId), now: Date.parse(at), upTo }
      const request = {
        reason: isMeasure(statement) ? 'compensating-control' : 'not-applicable',
        justification: justificationOf(statement, document),
        ...(endsAt !== undefined && { endsAt }),
      } as const
      const { id } = await keepSelection(tx, selection, request, by, at)
      const { rows } = await tx.query<{ id: number }>(
        'select exception_id as id from exception where tenant_id = $1 and public_id = $2',
        [tx.tenantId, id],
      )
      const ids = some.map((one) => one.id)
      await decideSome(tx, { exceptionId: rows[0]!.id, by }, ids, at)
      made.set(index, [...(made.get(index) ?? []), id])
    }
  }
  return made
}

/** Something stands in the way of who would use the flaw: that is to be looked at again some day. */
export function isMeasure({ justification }: VexStatement): boolean {
  return justification === 'inline_mitigations_already_exist'
}

function justificationOf(statement: VexStatement, { author, id }: VexDocument): string {
  const reason = statement.justification?.replaceAll('_', ' ')
  const said = [reason, statement.impact].filter((text) => text !== undefined).join(': ') || 'not affected'
  const source = [author, id].filter((text) => text !== '').join(', ')
  return `${said}${source === '' ? ' (VEX)' : ` (VEX: ${source})`}`.slice(0, 4000)
}
