import type { TenantTransaction } from '../../contract/index.ts'
import type { Trigger } from './trigger.ts'

/** A rule as it is listed. */
export interface Rule {
  /** Public id: alr_… */
  readonly id: string
  readonly name: string
  readonly description: string
  readonly list: string
  readonly query: string
  readonly trigger: Trigger
  readonly collectMinutes: number
  readonly enabled: boolean
  readonly mutedUntil: string | null
  /** Public id and name of whose eyes it sees with. */
  readonly owner: { readonly id: string; readonly name: string | null }
  /** watching; new: what matches already is being looked at; muted; off; stopped: see problem. */
  readonly state: 'watching' | 'new' | 'muted' | 'off' | 'stopped'
  readonly problem: string | null
  readonly channels: readonly { readonly id: string; readonly name: string; readonly kind: string }[]
  /** How many objects matched when it was last asked. */
  readonly matching: number
  readonly waiting: number
  readonly evaluatedAt: string | null
  readonly firedAt: string | null
  /** When a scheduled one sends next. */
  readonly nextAt: string | null
  readonly createdBy: string
  readonly createdAt: string
  readonly updatedBy: string
  readonly updatedAt: string
  readonly version: number
}

type Row = Omit<Rule, 'owner' | 'state'> & {
  readonly owner: string
  readonly ownerName: string | null
  readonly baselined: boolean
  readonly muted: boolean
}

/** Rules of the tenant by name; one of them when `id` is given. */
export async function readRules(tx: TenantTransaction, id?: string): Promise<readonly Rule[]> {
  const { rows } = await tx.query<Row>(
    `select r.public_id as id, r.name, r.description, r.list, r.query, r.trigger, r.collect_minutes as "collectMinutes", r.enabled,
            r.muted_until as "mutedUntil", coalesce(r.muted_until > now(), false) as muted, r.owner,
            coalesce((select p.name from person p where p.public_id = r.owner),
                     (select k.name from api_token k where k.tenant_id = r.tenant_id and k.public_id = r.owner)) as "ownerName",
            r.problem, r.baselined, r.matching,
            (select count(*)::int from (select from alert_item i where i.tenant_id = r.tenant_id and i.rule_id = r.rule_id
                                           and i.state = 'waiting' limit 10000) w) as waiting,
            coalesce((select jsonb_agg(jsonb_build_object('id', c.public_id, 'name', c.name, 'kind', c.kind) order by c.name_folded)
               from alert_channel x join notify_channel c on c.tenant_id = x.tenant_id and c.channel_id = x.channel_id
              where x.tenant_id = r.tenant_id and x.rule_id = r.rule_id), '[]'::jsonb) as channels,
            r.evaluated_at as "evaluatedAt", r.fired_at as "firedAt", r.next_at as "nextAt",
            r.created_by as "createdBy", r.created_at as "createdAt", r.updated_by as "updatedBy", r.updated_at as "updatedAt", r.version
       from alert_rule r
      where r.tenant_id = $1 and ($2::text is null or r.public_id = $2) order by r.name_folded, r.rule_id limit 1000`,
    [tx.tenantId, id ?? null],
  )
  return rows.map(shown)
}

function shown({ owner, ownerName, baselined, muted, ...row }: Row): Rule {
  const state = !row.enabled
    ? 'off'
    : row.problem !== null
      ? 'stopped'
      : muted
        ? 'muted'
        : baselined || row.trigger.kind === 'schedule'
          ? 'watching'
          : 'new'
  return { ...row, owner: { id: owner, name: ownerName }, state }
}
