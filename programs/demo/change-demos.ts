import type { TenantTransaction } from '@holdfast/platform/contract'
import type { ChainState } from '@holdfast/platform/envelope'
import { createIntake, type Intake } from '@holdfast/platform/intake'
import type { PeriodicTask } from '@holdfast/platform/jobs'
import type { Database } from '@holdfast/platform/store'
import { intakeDoor } from './agent-door.ts'
import { demoKey } from './demo-key.ts'
import { isNameOfWindows, windowsOnDay } from './draw-windows-host.ts'
import { demoSeed } from './fill-demo.ts'
import { hostOnDay } from './host-on-day.ts'
import { type PackageIndex, readPackageIndex, smallIndex } from './package-index.ts'
import { SimulatedAgent } from './simulated-agent.ts'

export interface ChangingDemos {
  readonly trust: () => unknown
  readonly secret: Uint8Array
  readonly now: () => number
  readonly onFailure: (error: unknown, about: { readonly task: string; readonly tenantId: number }) => void
}

interface SimulatedSource {
  readonly source: string
  readonly name: string
  readonly publicKey: string
  readonly enrolledBy: string
  readonly enrolledAt: string
  readonly epoch: number
  readonly seq: number
  readonly digest: string
}

const id = 'demo.change-demos'
const dayOf = (time: number) => Math.floor(time / 86_400_000)

/** Each night the simulated hosts of demos tell what the day brought, so that history and “today” show something. */
export function changeDemos(by: ChangingDemos): PeriodicTask {
  return {
    id,
    cron: '31 4 * * *',
    async run(database, stop) {
      const { rows } = await database.asPlatform(
        (tx) =>
          tx.query<{ tenantId: number }>(
            `select id as "tenantId" from tenant where kind = 'demo' and state = 'active'`,
          ),
        { readOnly: true },
      )
      if (rows.length === 0) return
      const index = await readPackageIndex(smallIndex)
      const intake = await createIntake(database, { trust: by.trust })
      try {
        for (const demo of rows) {
          stop.throwIfAborted()
          await changeDemo(database, intake, index, demo, by, stop).catch((error) => {
            if (stop.aborted) throw error
            by.onFailure(error, { task: id, tenantId: demo.tenantId })
          })
        }
      } finally {
        await intake.close()
      }
    },
  }
}

async function changeDemo(
  database: Database,
  intake: Intake,
  index: PackageIndex,
  { tenantId }: { readonly tenantId: number },
  { secret, now }: ChangingDemos,
  stop: AbortSignal,
): Promise<void> {
  const sources = await database.asTenant(tenantId, (tx) => readSources(tx as unknown as TenantTransaction), {
    readOnly: true,
  })
  for (const { source, name, publicKey, enrolledBy, enrolledAt, ...place } of sources) {
    stop.throwIfAborted()
    const number = Number(name.slice(name.lastIndexOf('-') + 1)) - 1
    const key = demoKey(secret, enrolledBy, name)
    // A demo from elsewhere, such as a backup that was restored under another secret, stands still.
    if (key.publicKey !== publicKey || !Number.isInteger(number) || number < 0) continue
    const chain: ChainState = { source, ...place }
    const agent = SimulatedAgent.again(intakeDoor(intake), { name, key, chain })
    const [first, day] = [dayOf(Date.parse(enrolledAt)), dayOf(now())]
    // By its name: demos that were filled before there were any have none.
    await agent.state(
      isNameOfWindows(name)
        ? windowsOnDay(demoSeed, number, first, day)
        : hostOnDay({ index, seed: demoSeed, number, first, day }),
    )
  }
}

async function readSources(tx: TenantTransaction): Promise<readonly SimulatedSource[]> {
  const { rows } = await tx.query<SimulatedSource>(
    `select s.public_id as source, s.name, s.public_key as "publicKey", k.public_id as "enrolledBy", s.enrolled_at as "enrolledAt", m.epoch,
            m.last_seq as seq, encode(m.last_digest, 'hex') as digest
       from source s
       join activation_key k on k.tenant_id = s.tenant_id and k.activation_key_id = s.activation_key_id
       join source_state t on t.tenant_id = s.tenant_id and t.source_id = s.source_id and t.agent_version = 'simulated'
       join lateral (select epoch, last_seq, last_digest from stream x
                      where x.tenant_id = s.tenant_id and x.source_id = s.source_id order by epoch desc limit 1) m on true
      where s.tenant_id = $1 and s.status = 'active' order by s.source_id`,
    [tx.tenantId],
  )
  return rows
}
