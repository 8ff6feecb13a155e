import type { SampleInstallation } from '../api/sample-installation.ts'

interface Owner extends Pick<SampleInstallation, 'ask' | 'admin'> {
  readonly token: string
  readonly tenantId: number
  /** Public ids of what there is already. */
  readonly tag: string
  readonly asset: string
  readonly finding: string
  readonly source: string
}

/** The other tenant keeps its agents alike: profiles, rings, rules, and an asset that it purged. Gives public ids by the names of parameters. */
export async function useFleet(owner: Owner): Promise<Record<'profile' | 'rule' | 'purge' | 'rollout', string>> {
  const { ask, admin, tenantId, tag } = owner
  const by = { token: owner.token }
  const keyed = { name: 'theirs-tagging-key', tags: [tag], modules: ['inventory'] }
  await ask('POST', '/api/v1/activation-keys', { ...by, body: keyed })
  const ruled = { name: 'theirs-rule', query: 'name:theirs*', action: 'mark-stale' }
  const rule = (await ask('POST', '/api/v1/asset-rules', { ...by, body: ruled })).json.data.id as string
  const { rows: spare } = await admin.query<{ id: string }>(
    `select a.public_id as id from holdfast.asset a where a.tenant_id = $1 and a.public_id <> $2
        and not exists (select from holdfast.finding f where f.tenant_id = a.tenant_id and f.asset_id = a.asset_id and f.public_id = $3) limit 1`,
    [tenantId, owner.asset, owner.finding],
  )
  const purged = await ask('POST', `/api/v1/assets/${spare[0]!.id}/purge`, { ...by, body: { reason: 'theirs' } })
  const profiled = { name: 'theirs-profile', settings: { nice: 7 }, tags: [tag] }
  const profile = (await ask('POST', '/api/v1/agent-profiles', { ...by, body: profiled })).json.data.id as string
  await fleetRows(owner)
  return { profile, rule, purge: purged.json.data.purge as string, rollout: `rol_${'9'.repeat(22)}` }
}

/** What somebody else tries with them, by the names of routes. */
export function fleetBodies(foreign: Readonly<Record<string, string>>): Record<string, unknown> {
  return {
    'patch /api/v1/activation-keys/{key}': { name: 'mine', tags: [foreign.tag] },
    'post /api/v1/agent-profiles/preview': {
      tags: [foreign.tag],
      priority: 1,
      isDefault: true,
      profile: foreign.profile,
    },
    'post /api/v1/agent-profiles': { name: 'mine', settings: {}, tags: [foreign.tag] },
    'patch /api/v1/agent-profiles/{profile}': { name: 'mine', tags: [foreign.tag] },
    'patch /api/v1/sources/{source}': { key: foreign.key, network: foreign.network },
    'put /api/v1/update-rings': {
      rings: [{ name: 'mine', tag: foreign.tag, share: 100, waitMinutes: 0, healthyPercent: 1, withinMinutes: 1 }],
    },
    'post /api/v1/update-rings/preview': { rings: [{ tag: foreign.tag, share: 100 }] },
    'post /api/v1/update-rollouts': {},
    'post /api/v1/update-rollouts/{rollout}/pause': { reason: 'I want it.' },
    'post /api/v1/update-rollouts/{rollout}/resume': {},
    'post /api/v1/update-rollouts/{rollout}/stop': {},
    'post /api/v1/update-rollouts/{rollout}/roll-back': { reason: 'I want it.' },
    'post /api/v1/asset-rules': { name: 'mine', query: 'kind:host', action: 'mark-stale' },
    'post /api/v1/asset-rules/preview': { query: 'kind:host' },
    'patch /api/v1/asset-rules/{rule}': { name: 'mine' },
    'post /api/v1/asset-rules/{rule}/run': {},
    'post /api/v1/assets/{asset}/purge': { reason: 'I want it.' },
    'post /api/v1/purges/{purge}/undo': {},
  }
}

/** A version on its way through rings, and an asset that a rule calls stale. */
async function fleetRows({ admin, tenantId, source }: Owner): Promise<void> {
  await admin.query(
    `set search_path = holdfast;
     insert into fleet_ring values (${tenantId}, 1, 'theirs', null, 100, 0, 90, 60);
     insert into fleet_rollout (tenant_id, public_id, version, archives, rings, state, ring_since, started_by, started_at)
       values (${tenantId}, 'rol_' || repeat('9', 22), '9.9.9', '{}', '[{"name":"theirs","tag":null,"share":100,"waitMinutes":0,"healthyPercent":90,"withinMinutes":60}]',
               'paused', now(), 'theirs', now());
     insert into fleet_rollout_source (tenant_id, rollout_id, source_id, ring, changed_at)
       select r.tenant_id, r.rollout_id, s.source_id, 0, now() from fleet_rollout r join source s on s.tenant_id = r.tenant_id
        where r.tenant_id = ${tenantId} and s.public_id = '${source}';
     insert into fleet_stale (tenant_id, asset_id, rule_id, since)
       select a.tenant_id, min(a.asset_id), min(r.rule_id), now() from asset a join fleet_rule r on r.tenant_id = a.tenant_id
        where a.tenant_id = ${tenantId} group by 1;`,
  )
}
