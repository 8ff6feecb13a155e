import { isWithin } from '@holdfast/kit/weekly-windows'
import type { TenantTransaction } from '../../contract/index.ts'
import { configurationsOf, revisionOf, type WantedConfiguration } from './configuration-of.ts'

/** How things stand between a source and what it is told. */
export interface SourceStanding {
  readonly wanted: WantedConfiguration
  /**
   * `none`: there is nothing to tell, and it works by nothing. `same`: it works by what it is told. `behind`: it does not yet. `refused`: it took it and went back. `unable`: its version
   * knows no configuration.
   */
  readonly configuration: 'none' | 'same' | 'behind' | 'refused' | 'unable'
  readonly refusedBecause: string | null
  /** Revision that it works by; empty for none. */
  readonly running: string
  readonly integrity: 'whole' | 'changed' | 'unsigned' | null
  readonly integrityProblems: readonly string[]
  readonly integritySince: string | null
  /** It is told to send nothing at this moment. */
  readonly isQuiet: boolean
}

interface Row {
  readonly sourceId: number
  readonly running: string
  readonly refused: string | null
  readonly refusedBecause: string | null
  readonly integrity: SourceStanding['integrity']
  readonly integrityProblems: readonly string[]
  readonly integritySince: string | null
}

/** The standing of each of these sources, by internal id. `now` in milliseconds since 1970. */
export async function sourceStandings(
  tx: TenantTransaction,
  sourceIds: readonly number[],
  now: number,
): Promise<ReadonlyMap<number, SourceStanding>> {
  const wanted = await configurationsOf(tx, sourceIds)
  const { rows } = await tx.query<Row>(
    `select source_id as "sourceId", running, refused, refused_because as "refusedBecause", integrity,
            integrity_problems as "integrityProblems", integrity_since as "integritySince"
       from fleet_source where tenant_id = $1 and source_id = any ($2::bigint[])`,
    [tx.tenantId, sourceIds],
  )
  const told = new Map(rows.map((row) => [row.sourceId, row]))
  return new Map(
    [...wanted].map(([id, each]) => {
      const row = told.get(id)
      return [
        id,
        {
          wanted: each,
          configuration: compare(each.revision, row),
          refusedBecause: row?.refused === each.revision ? row.refusedBecause : null,
          running: row?.running ?? '',
          integrity: row?.integrity ?? null,
          integrityProblems: row?.integrityProblems ?? [],
          integritySince: row?.integritySince ?? null,
          isQuiet: (each.settings.windows ?? []).some(
            (window) => window.stops === 'transmission' && isWithin(window, now),
          ),
        },
      ]
    }),
  )
}

/** Of an agent that was told to work as it does by itself. */
const nothing = revisionOf({ profile: null, modules: null, settings: {} })

function compare(wanted: string, row: Row | undefined): SourceStanding['configuration'] {
  if (!row) return wanted === '' ? 'none' : 'unable'
  if (row.refused !== null && row.refused === wanted) return 'refused'
  if (wanted === '') return row.running === '' || row.running === nothing ? 'none' : 'behind'
  return row.running === wanted ? 'same' : 'behind'
}
