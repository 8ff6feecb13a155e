import type { TenantTransaction } from '../contract/index.ts'
import { isTrusted, type SignedText, type TrustBundle } from '../trust/index.ts'
import { entryHash } from './entry-text.ts'
import type { Forgotten } from './forget-entries.ts'
import type { HeadStatement } from './signed-head.ts'

/** What is wrong with a chain. `seq` is the first entry that it concerns. */
export interface ChainProblem {
  readonly seq: number
  readonly kind: 'changed' | 'missing' | 'cut' | 'rewritten' | 'wrong-signature'
  readonly message: string
}

export interface ChainReport {
  readonly entries: number
  /** Hexadecimal; of the last entry. */
  readonly head: string
  readonly signedHeads: number
  readonly problems: readonly ChainProblem[]
}

interface Row {
  seq: number
  at: string
  entry: string
  hash: string
  actor: string
  action: string
  target: string
}

const batch = 2000
const mostProblems = 100
const noHash = '0'.repeat(64)

/**
 * Reads the whole chain of the tenant, computes every hash anew and compares it with the signed heads: those of the database, and `kept` ones that somebody holds
 * elsewhere, which alone can show that the database's were written anew too.
 */
export async function verifyChain(
  tx: TenantTransaction,
  bundle: TrustBundle,
  kept: readonly SignedText[] = [],
): Promise<ChainReport> {
  const problems: ChainProblem[] = []
  const add = (problem: ChainProblem) => problems.length < mostProblems && problems.push(problem)
  const heads = await readHeads(tx, bundle, kept, add)
  // Read before the entries: those that come meanwhile are no contradiction.
  const noted = await readNotedEnd(tx)
  // Entries before that were let go after years, which the chain itself must say.
  const { baseSeq, baseHash } = noted
  let last = baseSeq
  let previous = baseHash
  let isTold = baseSeq === 0
  let entries = 0
  for (;;) {
    const rows = await readEntries(tx, last)
    for (const row of rows) {
      if (row.seq !== last + 1)
        add({ seq: last + 1, kind: 'missing', message: `entries ${last + 1} to ${row.seq - 1} are missing` })
      const hash = entryHash({ tenantId: tx.tenantId, previous, ...row })
      if (hash !== row.hash) add({ seq: row.seq, kind: 'changed', message: `entry ${row.seq} is not what was written` })
      else if (!columnsAgree(row))
        add({ seq: row.seq, kind: 'changed', message: `entry ${row.seq} is listed as something else than it says` })
      for (const head of heads.get(row.seq) ?? []) {
        if (head.hash !== row.hash)
          add({
            seq: row.seq,
            kind: 'rewritten',
            message: `entry ${row.seq} is not the one signed at ${head.signedAt}`,
          })
      }
      if (row.seq === noted.seq && row.hash !== noted.hash && hash === row.hash)
        add({ seq: row.seq, kind: 'rewritten', message: `entry ${row.seq} is not the one that the log ended with` })
      isTold ||=
        row.action === 'audit:forget' && hash === row.hash && tellsOf(row.entry, { seq: baseSeq, hash: baseHash })
      // From a damaged entry on, the chain is checked against what is stored, so that one change is told once.
      previous = row.hash
      last = row.seq
      entries++
    }
    if (rows.length < batch) break
  }
  if (!isTold)
    add({
      seq: 1,
      kind: 'cut',
      message: `entries up to ${baseSeq} are gone, and the log does not say that they were let go`,
    })
  const signed = Math.max(0, ...heads.keys())
  if (signed > last) add({ seq: last + 1, kind: 'cut', message: `the chain ends at ${last}, and ${signed} was signed` })
  else if (noted.seq > last)
    add({ seq: last + 1, kind: 'cut', message: `the chain ends at ${last}, and ${noted.seq} was written` })
  return { entries, head: previous, signedHeads: heads.size, problems }
}

/** Where the database itself says that the chain ends. */
async function readNotedEnd(tx: TenantTransaction): Promise<NotedEnd> {
  const { rows } = await tx.query<NotedEnd>(
    `select seq, encode(hash, 'hex') as hash, base_seq as "baseSeq", coalesce(encode(base_hash, 'hex'), '${noHash}') as "baseHash" from audit_head where tenant_id = $1`,
    [tx.tenantId],
  )
  return rows[0] ?? { seq: 0, hash: noHash, baseSeq: 0, baseHash: noHash }
}

interface NotedEnd extends Forgotten {
  /** Where it begins: the last entry that was let go, 0 for none. */
  readonly baseSeq: number
  readonly baseHash: string
}

function tellsOf(entry: string, { seq, hash }: Forgotten): boolean {
  const { after } = JSON.parse(entry) as { after?: Partial<Forgotten> }
  return after?.seq === seq && after.hash === hash
}

async function readEntries(tx: TenantTransaction, after: number): Promise<Row[]> {
  const { rows } = await tx.query<Row>(
    `select seq, at, entry, encode(hash, 'hex') as hash, actor, action, target
       from audit_entry where tenant_id = $1 and seq > $2 order by seq limit ${batch}`,
    [tx.tenantId, after],
  )
  return rows
}

async function readHeads(
  tx: TenantTransaction,
  bundle: TrustBundle,
  kept: readonly SignedText[],
  add: (problem: ChainProblem) => void,
): Promise<Map<number, HeadStatement[]>> {
  const { rows: tenants } = await tx.query<{ publicId: string }>(
    'select public_id as "publicId" from tenant where id = $1',
    [tx.tenantId],
  )
  const { rows } = await tx.query<SignedText>(
    'select text, signature from audit_signed_head where tenant_id = $1 order by seq',
    [tx.tenantId],
  )
  const heads = new Map<number, HeadStatement[]>()
  for (const signed of [...rows, ...kept]) {
    const head = readHead(signed.text)
    // A head was signed with a key that was trusted at that time, thus its own date is asked.
    if (!head || head.tenant !== tenants[0]?.publicId || !isTrusted(bundle, 'audit-head', signed, head.signedAt))
      add({
        seq: head?.seq ?? 0,
        kind: 'wrong-signature',
        message: `the signed head of ${head?.seq ?? '?'} is not ours`,
      })
    else heads.set(head.seq, [...(heads.get(head.seq) ?? []), head])
  }
  return heads
}

function readHead(text: string): HeadStatement | undefined {
  try {
    const head = JSON.parse(text) as HeadStatement
    return Number.isSafeInteger(head.seq) && typeof head.hash === 'string' ? head : undefined
  } catch {
    return undefined
  }
}

function columnsAgree({ entry, actor, action, target }: Row): boolean {
  const said = JSON.parse(entry) as { actor: { kind: string; id: string }; action: string; target: string }
  const same = (column: string, value: string) => column === value.replaceAll('\0', '\ufffd').slice(0, 500)
  return same(actor, `${said.actor.kind}:${said.actor.id}`) && same(action, said.action) && same(target, said.target)
}
