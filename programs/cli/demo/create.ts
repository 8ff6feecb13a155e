import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureFirstOwner } from '@holdfast/platform/access'
import type { TenantTransaction, VerbContext } from '@holdfast/platform/contract'
import { createActivationKey } from '@holdfast/platform/intake'
import { createTenant, openDatabase } from '@holdfast/platform/store'
import { runningAccess } from '../../server/database-access.ts'
import { readSettings } from '../../server/settings.ts'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

const simulator = fileURLToPath(new URL('../../../tools/simulate/simulate.ts', import.meta.url))
/** Nobody shall take it for an organisation that is there. */
const name = 'Demo (simulated hosts)'

/** `holdfast demo create` */
export async function run({ options, out, say }: VerbContext): Promise<number> {
  const agents = Number(options.agents ?? 50)
  if (!Number.isInteger(agents) || agents < 1 || agents > 100_000)
    throw new CliError('--agents is a whole number from 1 to 100000.', { code: exitCode.usage })
  if (!existsSync(simulator))
    throw new CliError('The simulator is a part of the checkout, and not of this package.', {
      code: exitCode.unavailable,
    })
  const settings = readSettings()
  const database = await openDatabase({
    access: runningAccess(settings),
    connections: { app: 2, jobs: 1, maintenance: 1 },
  })
  let made: { publicId: string; key: string }
  try {
    const owner = await ensureFirstOwner(database, { tenant: 'My organisation', person: 'owner' })
    const { id, publicId } = await database.asPlatform((tx) => createTenant(tx, { name, kind: 'demo' }))
    const { key } = await database.asTenant(id, async (transaction) => {
      const tx = transaction as unknown as TenantTransaction
      await tx.query(`insert into membership (tenant_id, person_id, role) values ($1, $2, 'owner')`, [
        id,
        owner.personId,
      ])
      return createActivationKey(tx, { name: 'Demo', limit: agents })
    })
    made = { publicId, key }
  } finally {
    await database.close()
  }
  say(`Made the tenant “${name}”; filling it with ${agents} hosts that are not there …`)
  const code = await fill(made.key, agents, `http://127.0.0.1:${settings.port}`)
  if (code !== 0)
    throw new CliError('The simulator could not fill it; “holdfast demo remove” takes it away.', {
      code: exitCode.unavailable,
    })
  await out(`${made.publicId}\n`)
  say('It is in the list of tenants of the first owner. “holdfast demo remove” takes it away whole.')
  return exitCode.ok
}

/** Enrols and tells over the protocol of real agents, as if from elsewhere. */
async function fill(key: string, agents: number, server: string): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), 'hf-demo-'))
  try {
    const file = join(folder, 'keys')
    writeFileSync(file, `${key}\n`, { mode: 0o600 })
    const argv = [simulator, '--server', server, '--key-file', file, '--agents', String(agents), '--seed', 'demo']
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'inherit'] })
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', resolve)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
