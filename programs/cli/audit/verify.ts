import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type ChainReport, signHead, verifyChain } from '@holdfast/platform/audit'
import type { VerbContext } from '@holdfast/platform/contract'
import type { Database } from '@holdfast/platform/store'
import { type InstallationKeys, openInstallationKeys, type SignedText } from '@holdfast/platform/trust'
import { readSettings, type Settings } from '../../server/settings.ts'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { openKeptHeads, readKeptHeads } from './kept-heads.ts'
import { type LogOwner, patienceMs, withAuditLog } from './with-audit-log.ts'

interface Verified extends Omit<ChainReport, 'head'> {
  readonly tenant: string
  readonly name: string
  readonly holds: boolean
  /** Of the last entry; null where there is none. */
  readonly head: string | null
}

/** `holdfast audit verify` */
export async function run({ options, out, say, stop }: VerbContext): Promise<number> {
  const settings = readSettings()
  const kept = readKeptHeads((options.kept as readonly string[] | undefined) ?? [])
  const keys = existingKeys(settings)
  const asJson = options.output === 'json'
  const found: Verified[] = []
  const tell = async (verified: Verified) => {
    found.push(verified)
    if (!asJson) for (const line of asLines(verified)) await out(`${line}\n`)
  }
  await withAuditLog(settings, say, async (database, tenants) => {
    const file = typeof options.keep === 'string' ? openKeptHeads(options.keep) : undefined
    try {
      for (const tenant of tenants) {
        const heads = kept.get(tenant.id) ?? []
        await tell(await verifyTenant({ database, tenant, keys, heads, keep: file?.add, stop: stop as AbortSignal }))
      }
    } finally {
      file?.close()
    }
    const there = new Set(tenants.map(({ id }) => id))
    for (const id of kept.keys()) if (!there.has(id)) await tell(vanished(id))
  })
  if (asJson) await out(`${JSON.stringify({ schemaVersion: 1, tenants: found }, null, 2)}\n`)
  const broken = found.filter(({ holds }) => !holds)
  if (broken.length === 0) {
    say(`${found.length} of ${found.length} chains hold.`)
    return exitCode.ok
  }
  say(`${broken.length} of ${found.length} chains do not hold. Keep the database as it is, and a backup of it.`)
  return exitCode.findings
}

/** The keys that signed the heads. They are never made here: what new keys verify proves nothing. */
function existingKeys(settings: Settings): InstallationKeys {
  const folder = join(settings.home, 'keys')
  if (existsSync(join(folder, 'installation-keys.json'))) return openInstallationKeys(folder, new Date().toISOString())
  throw new CliError(`There are no installation keys in ${folder}: signed heads cannot be told from forged ones.`, {
    code: exitCode.nothing,
    hint: 'Name the home directory of the servers with HOLDFAST_HOME.',
  })
}

async function verifyTenant(of: {
  database: Database
  tenant: LogOwner
  keys: InstallationKeys
  heads: readonly SignedText[]
  keep: ((head: SignedText) => void) | undefined
  stop: AbortSignal
}): Promise<Verified> {
  const { database, tenant, keys, heads, keep, stop } = of
  const { verified, signed } = await database.asTenant(
    tenant.number,
    async (tx) => {
      const verified = await verifyChain(tx, keys.bundle, heads)
      // Only an end that holds is worth keeping. It is signed now where it was not yet.
      if (!keep || verified.problems.length > 0) return { verified, signed: undefined }
      await signHead(tx, keys.current, new Date().toISOString())
      const signed = await tx.first<SignedText & { seq: number }>(
        'select text, signature from audit_signed_head where tenant_id = $1 order by seq desc limit 1',
        [tx.tenantId],
      )
      return { verified, signed }
    },
    { timeoutMs: patienceMs, isolation: 'repeatable read', idempotent: true, signal: stop },
  )
  if (signed) keep?.(signed)
  const { head, ...report } = verified
  return {
    tenant: tenant.id,
    name: tenant.name,
    holds: report.problems.length === 0,
    head: report.entries > 0 ? head : null,
    ...report,
  }
}

/** A tenant that a kept head tells of, and the database does not. */
function vanished(tenant: string): Verified {
  const message = 'a head of this tenant was kept, and there is no such tenant here'
  return {
    tenant,
    name: '',
    holds: false,
    head: null,
    entries: 0,
    signedHeads: 0,
    problems: [{ seq: 0, kind: 'missing', message }],
  }
}

function asLines({ tenant, name, holds, entries, signedHeads, head, problems }: Verified): string[] {
  const what = `${entries} ${entries === 1 ? 'entry' : 'entries'}, ${signedHeads} signed ${signedHeads === 1 ? 'head' : 'heads'}`
  const end = head === null ? '' : `, ends with ${head.slice(0, 16)}`
  return [
    `${holds ? 'holds ' : 'BROKEN'}  ${tenant}  ${name.replace(/\p{C}/gu, '?')}  ${what}${end}`,
    ...problems.map(({ kind, message }) => `        ${kind}: ${message}`),
  ]
}
