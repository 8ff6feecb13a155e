import type { TenantTransaction } from '@holdfast/platform/contract'
import { newPublicId } from '@holdfast/platform/store'
import { readCampaigns } from '../apps/campaigns/store/campaigns/read-campaigns.ts'
import { openCampaign } from '../apps/campaigns/store/campaigns/write-campaign.ts'
import { evaluateCampaign } from '../apps/campaigns/store/evaluating/evaluate-campaign.ts'
import { keepCampaigns } from '../apps/campaigns/store/evaluating/upkeep.ts'
import { serverFaces } from '../apps/server.ts'
import { testDatabase } from '../platform/store/testing/index.ts'
import { allParts } from '../programs/server/parts.ts'
import { type Bench, type Figure, median } from './bench.ts'

const judge = 'vulnerabilities.software'
const name = 'vulnerabilities.cve-2024-6387'

export const bench: Bench = {
  name: 'campaigns',
  summary:
    'A campaign opened in one large tenant: how soon every asset has its state, how soon one changed asset has, and the page read. PostgreSQL shares this machine.',
  async run({ scale, log }) {
    const assets = Math.max(100, Math.round(100_000 * scale))
    const rounds = scale === 1 ? 20 : 2
    const ends: (() => unknown)[] = []
    try {
      const { database, admin, tenant } = await testDatabase(
        { after: (end) => ends.unshift(end) },
        { parts: allParts(serverFaces).filter(({ part }) => part !== 'store') },
      )
      const tenantId = await tenant('Bench')
      const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
        database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction), { timeoutMs: 600_000 })
      const settle = async () => {
        while (await inTenant((tx) => keepCampaigns.next(tx, Date.now(), async () => [])));
      }
      const text = JSON.stringify
      const check = { id: name, judge, title: 'x', severity: 5, category: 'x', lifecycle: 'stable', digest: 'x' }
      await database.asPlatform(async (tx) => {
        await tx.query(`select * from content_sync('vulnerabilities', 'x', 'own', 'x', '[]', $1)`, [
          text([{ judge, version: 1, digest: 'x' }]),
        ])
        await tx.query(`select * from content_name_checks('vulnerabilities', $1, $2)`, [
          judge,
          text([{ ...check, definition: { id: name, parameters: { name: 'CVE-2024-6387' } } }]),
        ])
      })
      await fill(inTenant, tenantId, assets)
      await admin.query('delete from holdfast.tag_due; analyze')

      const id = await inTenant((tx) => openCampaign(tx, { pack: 'regresshion', by: 'bench', now: Date.now() }))
      const whole = await time(settle)
      const [campaign] = await inTenant((tx) => readCampaigns(tx, id))
      const { exploitable, patched, unknown } = campaign!.counts
      if (exploitable + patched + unknown !== assets || exploitable === 0 || unknown === 0)
        throw new Error(`the list is not complete: ${text(campaign!.counts)}`)
      log(`${assets} assets have their state in ${whole.toFixed(2)} s: ${text(campaign!.counts)}`)
      await admin.query('analyze')
      const { rows } = await admin.query<{ campaign_id: string; body: never; checks: string[] }>(
        'select campaign_id, body, checks from holdfast.campaigns_campaign where tenant_id = $1',
        [tenantId],
      )
      const asked = { campaignId: Number(rows[0]!.campaign_id), id, pack: rows[0]!.body, checks: rows[0]!.checks }
      const again = await times(Math.min(rounds, 5), () =>
        inTenant((tx) => evaluateCampaign(tx, asked, { now: Date.now() })),
      )
      const one = await times(rounds, async (round) => {
        await inTenant((tx) =>
          tx.query(
            `update finding set status = case status when 'fixed' then 'active' else 'fixed' end
              where tenant_id = $1 and finding_id = (select finding_id from finding where tenant_id = $1 order by finding_id offset $2 limit 1)`,
            [tenantId, (round * 97) % Math.max(1, Math.floor(assets / 10))],
          ),
        )
        await settle()
      })
      const page = await times(rounds, () => inTenant((tx) => readCampaigns(tx, id)))
      const note = `${assets} assets, a tenth of them affected`
      const figures: Figure[] = [
        { what: 'a campaign opened → every asset has its state', value: whole, unit: 's', atMost: 60, note },
        { what: 'all assets asked again, nothing changes', value: median(again), unit: 's', note },
        { what: 'one finding fixed or opened → the campaign knows', value: median(one) * 1000, unit: 'ms', note },
        { what: 'the numbers of its page', value: median(page) * 1000, unit: 'ms', note },
      ]
      return figures
    } finally {
      for (const end of ends) await end()
    }
  },
}

/** Hosts with the OpenSSH server; of ten one has an open finding, and one was never judged. */
async function fill(
  inTenant: <T>(work: (tx: TenantTransaction) => Promise<T>) => Promise<T>,
  tenantId: number,
  assets: number,
): Promise<void> {
  const ids = Array.from({ length: assets }, () => newPublicId('ast'))
  const findings = Array.from({ length: Math.floor(assets / 10) }, () => newPublicId('fnd'))
  await inTenant(async (tx) => {
    const ask = (sql: string, ...values: unknown[]) => tx.query(sql, [tenantId, ...values])
    await ask(
      `insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)`,
      newPublicId('net'),
    )
    await ask(
      `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
       select $1, i.id, network_id, 'host', 'host-' || i.place, now(), now()
         from network, unnest($2::text[]) with ordinality as i (id, place) where tenant_id = $1`,
      ids,
    )
    await tx.query(
      `insert into inventory_software (ecosystem, name, version, purl) values ('deb', 'openssh-server', '1:9.2p1-2', 'pkg:deb/debian/openssh-server@1:9.2p1-2')`,
    )
    await ask(
      `insert into inventory_tenant_software (tenant_id, software_id, ecosystem, name, version, version_key, purl, asset_count)
       select $1, software_id, ecosystem, name, version, version, purl, $2 from inventory_software where name = 'openssh-server'`,
      assets,
    )
    await ask(
      `insert into inventory_asset_software (tenant_id, asset_id, software)
       select $1, asset_id, array[software_id] from asset, inventory_software s where tenant_id = $1 and s.name = 'openssh-server'`,
    )
    await ask(
      `insert into inventory_listener (tenant_id, asset_id, transport, address, port, all_interfaces, loopback)
       select $1, asset_id, 'tcp', '0.0.0.0', 22, true, false from asset where tenant_id = $1`,
    )
    await ask(
      `insert into assessment (tenant_id, asset_id, judge, basis_no, tests, tested_at)
       select $1, asset_id, judge, basis_no, 1, now() from asset, judge_basis
        where tenant_id = $1 and judge = $2 and asset_id % 10 <> 1`,
      judge,
    )
    await ask(
      `insert into finding (tenant_id, public_id, asset_id, check_no, place, severity, status, status_at, first_found_at, changed_at)
       select $1, i.id, a.asset_id, d.check_no, 'deb/openssh', 5, 'active', now(), now(), now()
         from unnest($2::text[]) with ordinality as i (id, place)
         join (select asset_id, row_number() over (order by asset_id) as place from asset where tenant_id = $1 and asset_id % 10 = 2) a using (place),
              check_definition d where d.id = $3`,
      findings,
      name,
    )
  })
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

async function times(rounds: number, work: (round: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = []
  for (let round = 0; round < rounds; round++) taken.push(await time(() => work(round)))
  return taken
}
