import type { TenantTransaction } from '../../contract/index.ts'

/** What went in and came out, and whether it adds up. */
export interface Account {
  /** Envelopes. `stored` is what was acknowledged. */
  readonly received: {
    readonly came: number
    readonly stored: number
    readonly conflicts: number
    readonly repeated: number
    readonly early: number
    readonly refused: number
  }
  readonly applied: { readonly came: number; readonly went: number; readonly aside: number }
  /** Stored and not applied yet. */
  readonly pending: number
  readonly records: {
    readonly came: number
    readonly applied: number
    readonly aside: number
    /** Beyond what is kept aside of one source: counted only. */
    readonly refused: number
  }
  /** Of the records aside: still waiting, and what became of the others. */
  readonly aside: {
    readonly waiting: number
    readonly applied: number
    readonly superseded: number
    readonly dropped: number
  }
  /** What does not add up, in words; empty when nothing was lost. */
  readonly problems: readonly string[]
}

interface Row {
  readonly stage: string
  readonly came: number
  readonly went: number
  readonly aside: number
  readonly repeated: number
  readonly early: number
  readonly refused: number
}

/** Draws up the account of a tenant over all time, from one snapshot. */
export async function account(tx: TenantTransaction): Promise<Account> {
  // One statement sees one snapshot, also beside writers.
  const { rows } = await tx.query<{
    stages: Row[] | null
    pending: number
    numbered: number
    outcomes: Record<string, number> | null
  }>(
    `select (select jsonb_agg(jsonb_build_object('stage', stage, 'came', came, 'went', went, 'aside', aside,
                     'repeated', repeated, 'early', early, 'refused', refused))
               from (select stage, sum(came) as came, sum(went) as went, sum(aside) as aside, sum(repeated) as repeated,
                            sum(early) as early, sum(refused) as refused
                       from ledger where tenant_id = $1 group by stage) sums) as stages,
            (select coalesce(sum(last_seq - first_seq + 1), 0)::bigint from envelope_batch where tenant_id = $1) as pending,
            (select coalesce(sum(last_seq), 0)::bigint from stream where tenant_id = $1) as numbered,
            (select jsonb_object_agg(outcome, many)
               from (select outcome, count(*) as many from set_aside where tenant_id = $1 and record_index is not null
                      group by outcome) counted) as outcomes`,
    [tx.tenantId],
  )
  const { stages, pending, numbered, outcomes } = rows[0]!
  const stage = (name: string): Row =>
    stages?.find((row) => row.stage === name) ?? {
      stage: name,
      came: 0,
      went: 0,
      aside: 0,
      repeated: 0,
      early: 0,
      refused: 0,
    }
  const [receive, apply, record] = [stage('receive'), stage('apply'), stage('record')]
  const aside = {
    waiting: outcomes?.waiting ?? 0,
    applied: outcomes?.applied ?? 0,
    superseded: outcomes?.superseded ?? 0,
    dropped: outcomes?.dropped ?? 0,
  }
  const asideInAll = aside.waiting + aside.applied + aside.superseded + aside.dropped
  const { came, went: stored, aside: conflicts, repeated, early, refused } = receive
  const problems = [
    differs('envelopes received', came, stored + conflicts + repeated + early + refused, 'accounted for'),
    differs('envelopes acknowledged', stored, numbered, 'numbered in their streams'),
    differs('envelopes acknowledged', stored, apply.came + pending, 'applied, aside or pending'),
    differs('envelopes taken to be applied', apply.came, apply.went + apply.aside, 'applied or aside'),
    differs('records taken', record.came, record.went + record.aside + record.refused, 'applied, aside or refused'),
    differs('records put aside', record.aside, asideInAll, 'found aside'),
  ].filter((problem) => problem !== undefined)
  return {
    received: { came, stored, conflicts, repeated, early, refused },
    applied: { came: apply.came, went: apply.went, aside: apply.aside },
    pending,
    records: { came: record.came, applied: record.went, aside: record.aside, refused: record.refused },
    aside,
    problems,
  }
}

function differs(what: string, many: number, others: number, where: string): string | undefined {
  return many === others ? undefined : `${many} ${what}, ${others} ${where}`
}
