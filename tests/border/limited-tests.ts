import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createApiToken } from '@holdfast/platform/access'
import type { SampleInstallation } from '../api/sample-installation.ts'
import { attackRoute, listOperations, type RouteAttack } from './attack-routes.ts'
import { attackFunctionWithin, attackTableWithin, type ScopedBorder } from './attack-scope.ts'
import { type Border, listTables } from './attack-tables.ts'
import scopedFunctions from './scoped-functions.json' with { type: 'json' }
import scopedRoutes from './scoped-routes.json' with { type: 'json' }
import scopedTables from './scoped-tables.json' with { type: 'json' }

export interface LimitedSetting {
  readonly installation: SampleInstallation
  /** Its victim is the tenant that somebody limited is a member of. */
  readonly border: Border
  /** Of the victim, for everything. */
  readonly token: string
  /** Ids of what lies outside, by the names of path parameters; bodies that name it, by `method path`. */
  readonly foreign: Readonly<Record<string, string>>
  readonly bodies: Readonly<Record<string, unknown>>
  /** A digest of everything of the victim. */
  readonly everythingOf: () => Promise<string>
}

/** The attacks of somebody who sees a part of a tenant's assets, over every table, function and route, after the tenant has used everything. */
export function limitedTests({
  installation,
  border,
  token: victimToken,
  foreign,
  bodies,
  everythingOf,
}: LimitedSetting): void {
  const { database, admin, ask, server } = installation
  const { victim } = border

  /** Somebody of the victim's own, who sees what one more source tells of and nothing else there. */
  async function limited(): Promise<ScopedBorder & { readonly token: string }> {
    await installation.fill(victim, 'inside-')
    const by = { token: victimToken }
    const tag = (await ask('POST', '/api/v1/tags', { ...by, body: { name: 'inside' } })).json.data.id as string
    const given = await ask('POST', `/api/v1/tags/${tag}/assign`, { ...by, body: { q: 'name:inside*' } })
    assert.ok(given.json.data.changed > 5)
    const { scopeId, token } = await database.asTenant(victim, async (tx) => {
      const made = await tx.first<{ id: number }>(
        `select scope_for(array[(select tag_id from tag where public_id = $1)], '{}') as id`,
        [tag],
      )
      return {
        scopeId: made!.id,
        token: await createApiToken(tx, { name: 'inside-token', scopes: ['*'], scopeId: made!.id }),
      }
    })
    const { rows } = await admin.query<{ id: number; inside: boolean; publicId: string }>(
      `select asset_id::int as id, name like 'inside%' as inside, public_id as "publicId" from holdfast.asset where tenant_id = $1`,
      [victim],
    )
    const outside = rows.filter(({ inside }) => !inside)
    const { rows: findings } = await admin.query<{ id: string }>(
      'select public_id as id from holdfast.finding where tenant_id = $1 and asset_id = any ($2)',
      [victim, outside.map(({ id }) => id)],
    )
    const { role: _role, network: _network, ecosystem: _ecosystem, ...ids } = foreign
    return {
      ...border,
      token: token.secret,
      scope: { id: scopeId, caller: token.id },
      outside: outside.map(({ id }) => id),
      secrets: [
        ...new Set([
          ...['theirs-0', 'theirs-reason', 'theirs-job', 'theirs-private', ...Object.values(ids)],
          ...outside.map(({ publicId }) => publicId),
          ...findings.map(({ id }) => id),
        ]),
      ],
    }
  }
  let within: Awaited<ReturnType<typeof limited>>

  test('somebody limited reaches no row outside of their scope', async () => {
    within = await limited()
    const leaks: string[] = []
    const { rows: readable } = await admin.query<{ name: string; limited: boolean }>(
      `select c.relname as name, exists (select from pg_policy where polrelid = c.oid and not polpermissive) as limited
       from pg_class c where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('r', 'p')
        and has_any_column_privilege('holdfast_scoped', c.oid, 'select') order by 1`,
    )
    assert.deepEqual(
      readable.filter((table) => !table.limited && !(table.name in scopedTables)).map(({ name }) => name),
      [],
      'tables that limited people read whole: give them a condition, or say in scoped-tables.json why not',
    )
    for (const { name, isPartition } of await listTables(admin)) {
      if (!isPartition) leaks.push(...(await attackTableWithin(within, name)))
    }
    const { rows: views } = await admin.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'holdfast_scoped'::regnamespace and relkind = 'v'`,
    )
    for (const { name } of views) leaks.push(...(await attackTableWithin(within, `holdfast_scoped.${name}`)))
    const meant = (leak: string) => (/^(\S+): shows /.exec(leak)?.[1] ?? '') in scopedTables
    assert.deepEqual(
      leaks.filter((leak) => !meant(leak)),
      [],
    )
    assert.ok(readable.length > 35 && views.length >= 3, `${readable.length} tables, ${views.length} views`)
  })

  test('no function that runs with more rights tells somebody limited of what is outside', async () => {
    const attacks: Record<string, { readonly call: string; readonly why: string }> = scopedFunctions
    const { rows } = await admin.query<{ name: string }>(
      `select p.oid::regprocedure::text as name from pg_proc p where p.pronamespace = 'holdfast'::regnamespace and p.prosecdef
        and has_function_privilege('holdfast_scoped', p.oid, 'execute') order by 1`,
    )
    const callable = rows.map(({ name }) => name.replace(/^holdfast\./, ''))
    assert.deepEqual(callable, Object.keys(attacks).sort(), 'say in scoped-functions.json how to attack each')
    await admin.query(`create view holdfast.finding_all as select finding_id from holdfast.finding;
    grant select on holdfast.finding_all to holdfast_scoped`)
    const before = await everythingOf()
    const leaks: string[] = []
    for (const name of callable) leaks.push(...(await attackFunctionWithin(within, name, attacks[name]!.call)))
    await admin.query('drop view holdfast.finding_all')
    assert.deepEqual(leaks, [])
    assert.equal(await everythingOf(), before)
  })

  test('no route shows or touches what is outside of the scope of who asks', async () => {
    const open: Record<string, string> = scopedRoutes
    const attack: RouteAttack = { ask, token: within.token, foreignIds: foreign, secrets: within.secrets, bodies }
    const operations = listOperations(server.openApi).filter(
      ({ path, method }) => !path.endsWith('/events') && !(`${method} ${path}` in open),
    )
    const before = await outsideOf()
    const leaks: string[] = []
    for (const operation of operations) leaks.push(...(await attackRoute(attack, operation)))
    assert.deepEqual(leaks, [])
    assert.equal(await outsideOf(), before, 'something outside of the scope changed')
  })

  test('what is within the scope is there, so the attacks above were real', async () => {
    const by = { token: within.token }
    const { json } = await ask('GET', '/api/v1/assets', by)
    const { rows } = await admin.query<{ n: number }>(
      'select count(*)::int as n from holdfast.asset where tenant_id = $1 and name like $2',
      [victim, 'inside%'],
    )
    assert.equal(json.page.total, rows[0]!.n)
    for (const path of [
      '/home',
      '/counters',
      '/findings',
      '/not-assessed',
      '/sources',
      '/tags',
      '/exceptions',
      '/jobs',
      '/views',
    ])
      assert.equal((await ask('GET', `/api/v1${path}`, by)).status, 200, path)
    for (const path of ['/audit', '/health']) assert.equal((await ask('GET', `/api/v1${path}`, by)).status, 403, path)
  })

  /** All rows about assets outside, and those that the attacks name. */
  async function outsideOf(): Promise<string> {
    const { rows } = await admin.query<{ name: string }>(
      `select table_name as name from information_schema.columns
      where table_schema = 'holdfast' and column_name = 'asset_id' order by 1`,
    )
    const digests: string[] = []
    const take = async (name: string, where: string, values: readonly unknown[]) => {
      const found = await admin.query<{ digest: string }>(
        `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from holdfast.${name} t where tenant_id = $1 and ${where}`,
        [victim, ...values],
      )
      digests.push(`${name} ${found.rows[0]!.digest}`)
    }
    for (const { name } of rows) await take(name, 'asset_id = any ($2)', [within.outside])
    for (const name of [
      'source',
      'command',
      'exception',
      'tag',
      'tag_change',
      'job',
      'saved_view',
      'membership',
      'invitation',
    ])
      await take(name, name === 'membership' ? '$2::text is not null' : 'public_id = any ($2)', [
        name === 'membership' ? 'x' : Object.values(foreign),
      ])
    return digests.join('\n')
  }
}
