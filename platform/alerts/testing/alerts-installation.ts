import { assetEntity } from '../../assets/index.ts'
import type { Caller, TenantTransaction } from '../../contract/index.ts'
import { createChannel } from '../../notify/index.ts'
import { tell } from '../../outbox/index.ts'
import { composeEntity } from '../../search/index.ts'
import { newPublicId } from '../../store/index.ts'
import { everyPart, testDatabase } from '../../store/testing/index.ts'
import { SecretBox } from '../../trust/index.ts'
import { evaluateNext } from '../evaluating/evaluate-next.ts'
import { type AlertLists, createRule, type RuleContent, readRules } from '../index.ts'

const lists: AlertLists = {
  assets: {
    name: 'assets',
    entity: composeEntity(assetEntity, []),
    permission: 'assets:read',
    asset: 'a.asset_id',
    since: 'a.first_seen_at',
    select: { id: 'a.public_id', name: 'a.name' },
    describe: ({ id, name }) => ({ id: String(id), kind: 'asset', title: String(name), path: `/inventory/${id}` }),
    path: (query) => `/inventory?q=${query}`,
  },
}

/** A database with assets, rules over them, and what asks the rules; no worker runs by itself. */
export async function alertsInstallation(t: { after(fn: () => unknown): void }) {
  const {
    database,
    admin,
    tenant: newTenant,
  } = await testDatabase(t, {
    parts: everyPart(),
  })
  const errors: unknown[] = []
  let shift = 0
  const context = { database, lists, now: () => Date.now() + shift, onError: (error: unknown) => errors.push(error) }
  const inTenant = <T>(id: number, work: (tx: TenantTransaction) => Promise<T>) =>
    database.asTenant(id, (tx) => work(tx as unknown as TenantTransaction))

  async function member(id: number, role = 'owner', name = 'Jana'): Promise<Caller> {
    const person = newPublicId('per')
    const { rows } = await admin.query('insert into holdfast.person (public_id, name) values ($1, $2) returning id', [
      person,
      name,
    ])
    await admin.query('insert into holdfast.membership (tenant_id, person_id, role) values ($1, $2, $3)', [
      id,
      rows[0].id,
      role,
    ])
    return { kind: 'person', id: person, name, tenantId: id, permissions: new Set(['assets:read']) }
  }
  const channel = (id: number, name = 'Hook') =>
    inTenant(id, (tx) =>
      createChannel(
        tx,
        { name, webhook: { secretUrl: 'https://hooks.example/x' } },
        {
          box: new SecretBox(Buffer.alloc(32, 5)),
          by: 'per_x',
          now: Date.now(),
        },
      ),
    )
  const rule = async (caller: Caller, content: Partial<RuleContent> = {}) => {
    const whole: RuleContent = {
      name: newPublicId('x'.repeat(3)),
      description: '',
      list: 'assets',
      query: 'name:web*',
      trigger: { kind: 'each' },
      collectMinutes: 0,
      enabled: true,
      channels: [],
      ...content,
    }
    return (await inTenant(caller.tenantId, (tx) => createRule(tx, whole, { lists, caller, now: context.now() }))).id
  }
  return {
    database,
    admin,
    lists,
    context,
    errors,
    inTenant,
    member,
    channel,
    rule,
    async tenant() {
      const id = await newTenant()
      shift = 0
      await admin.query(
        `insert into holdfast.network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)`,
        [id, newPublicId('net')],
      )
      return id
    },
    /** Makes an asset, and tells of it. */
    asset: (id: number, name: string) =>
      inTenant(id, async (tx) => {
        const asset = newPublicId('ast')
        await tx.query(
          `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
           values ($1, $2, (select network_id from network where tenant_id = $1), 'host', $3, now(), now())`,
          [id, asset, name],
        )
        await tell(tx, { topic: 'asset.new', body: { asset } })
        return asset
      }),
    rename: (id: number, asset: string, name: string) =>
      inTenant(id, async (tx) => {
        await tx.query('update asset set name = $3 where tenant_id = $1 and public_id = $2', [id, asset, name])
        await tell(tx, { topic: 'asset.facts', body: { asset } })
      }),
    /** Does all that is due now. */
    async settle(id: number): Promise<void> {
      for (let pieces = 0; await evaluateNext(context, id); pieces++) if (pieces > 500) throw new Error('it never ends')
    },
    /** As if so many minutes had passed. */
    async pass(id: number, minutes: number): Promise<void> {
      const by = `${minutes} minutes`
      shift += minutes * 60_000
      await admin.query(
        `update holdfast.alert_rule set due_at = due_at - $2::interval, next_at = next_at - $2::interval,
                collect_until = collect_until - $2::interval, muted_until = muted_until - $2::interval where tenant_id = $1`,
        [id, by],
      )
      await admin.query('update holdfast.alert_item set at = at - $2::interval where tenant_id = $1', [id, by])
      await admin.query('update holdfast.alert_match set told_at = told_at - $2::interval where tenant_id = $1', [
        id,
        by,
      ])
    },
    /** Titles of what each message of a rule told, oldest first. */
    async told(id: number, rule: string): Promise<readonly { summary: string; total: number; titles: string[] }[]> {
      const { rows } = await admin.query(
        'select body from holdfast.notify_message where tenant_id = $1 and origin = $2 order by message_id',
        [id, rule],
      )
      return rows.map(({ body }) => ({
        summary: body.summary,
        total: body.total,
        titles: body.items.map(({ title }: { title: string }) => title),
      }))
    },
    read: async (id: number, rule: string) => (await inTenant(id, (tx) => readRules(tx, rule)))[0]!,
  }
}
