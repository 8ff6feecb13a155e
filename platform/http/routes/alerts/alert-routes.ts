import { type Static, Type } from 'typebox'
import {
  AlertError,
  type AlertLists,
  changeRule,
  createRule,
  muteObject,
  muteRule,
  previewRule,
  type Rule,
  readItems,
  readRuleQuery,
  readRules,
  removeRule,
  testRule,
} from '../../../alerts/index.ts'
import { type Caller, defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { readChannelNames } from '../../../notify/index.ts'
import { notFound, Problem } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { alertChangeSchema, alertSchema, newAlertSchema, previewSchema, toldItemSchema } from './alert-schemas.ts'
import { explained } from './explain-notify-error.ts'

const params = Type.Object({ alert: Type.String({ maxLength: 40 }) })
const orNull = (schema: ReturnType<typeof instant>) => Type.Union([schema, Type.Null()])
const until = orNull(instant('Until when; null for not muted any more.'))

/** Alerts: rules over the queries of lists. */
export function alertRoutes(lists: AlertLists): readonly Route[] {
  const listName = Type.Enum(Object.keys(lists))
  const writer = (caller: Caller) => ({ lists, caller, now: Date.now() })
  const find = async (tx: TenantTransaction, id: string) => {
    const [rule] = await readRules(tx, id)
    if (!rule) throw notFound('alert')
    return rule
  }
  return [
    defineRoute({
      method: 'GET',
      path: '/alerts',
      summary: 'Alerts of the tenant by name',
      permission: 'alerts:read',
      reply: many(alertSchema),
      async handle({ tx }) {
        const rules = await readRules(tx)
        return { data: rules.map((rule) => shown(rule, lists)), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/alerts/channels',
      summary: 'Channels that alerts can tell through, by name; who keeps them sees where they lead',
      permission: 'alerts:write',
      reply: many(Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String() })),
      async handle({ tx }) {
        return { data: [...(await readChannelNames(tx))], page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/alerts/:alert',
      summary: 'One alert',
      permission: 'alerts:read',
      params,
      reply: one(alertSchema),
      async handle({ tx, params: { alert } }) {
        return { data: shown(await find(tx, alert), lists) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/alerts/preview',
      summary: 'What an alert would have to say: how many match now, and how many of them came within a day',
      permission: 'alerts:write',
      body: Type.Object({ list: listName, query: Type.String({ maxLength: 100_000 }) }),
      reply: one(previewSchema),
      async handle({ tx, body, caller }) {
        const query = await explained(async () => readRuleQuery(lists, body.list, body.query, Date.now()))
        mayWatch(caller, query.list.permission)
        const preview = await previewRule(tx, query)
        return { data: preview as unknown as Static<typeof previewSchema> }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/alerts',
      summary: 'Make an alert; what matches already is not told',
      permission: 'alerts:write',
      body: newAlertSchema,
      reply: one(Type.Object({ id: Type.String() })),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        const content = { description: '', collectMinutes: 0, enabled: true, channels: [], ...body }
        return { data: await explained(() => createRule(tx, content, writer(caller))) }
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/alerts/:alert',
      summary: 'Change an alert; it sees with your eyes from then on',
      permission: 'alerts:write',
      params,
      body: alertChangeSchema,
      reply: one(alertSchema),
      writes: true,
      async handle({ tx, params: { alert }, body, caller }) {
        await explained(() => changeRule(tx, alert, body, writer(caller)))
        return { data: shown(await find(tx, alert), lists) }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/alerts/:alert',
      summary: 'Remove an alert; what is on its way still arrives',
      permission: 'alerts:write',
      params,
      reply: one(Type.Object({ removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { alert } }) {
        await explained(() => removeRule(tx, alert))
        return { data: { removed: true } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/alerts/:alert/mute',
      summary: 'Let an alert be silent for a time; what comes meanwhile is noted and never told',
      permission: 'alerts:write',
      params,
      body: Type.Object({ until }),
      reply: one(alertSchema),
      writes: true,
      async handle({ tx, params: { alert }, body }) {
        await explained(() => muteRule(tx, alert, body.until))
        return { data: shown(await find(tx, alert), lists) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/alerts/:alert/mute-object',
      summary: 'Let an alert be silent about one object',
      permission: 'alerts:write',
      params,
      body: Type.Object({
        object: Type.String({ minLength: 1, maxLength: 300, description: 'Public id, as messages name it.' }),
        until: Type.Optional(orNull(instant('Until when; null for good.'))),
        off: Type.Optional(Type.Boolean({ description: 'Speak of it again.' })),
      }),
      reply: one(Type.Object({ muted: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { alert }, body, caller }) {
        const { object, until = null, off = false } = body
        await explained(() => muteObject(tx, alert, { object, until, off }, caller.id))
        return { data: { muted: !off } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/alerts/:alert/test',
      summary: 'Send what an alert would tell now, marked as a test; the deliveries tell the real answers',
      permission: 'alerts:write',
      params,
      reply: one(Type.Object({ deliveries: Type.Array(Type.String()) })),
      status: 202,
      writes: true,
      async handle({ tx, params: { alert }, caller }) {
        return { data: { deliveries: [...(await explained(() => testRule(tx, alert, writer(caller))))] } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/alerts/:alert/items',
      summary: 'What an alert had to tell lately, newest first, and what it is silent about',
      permission: 'alerts:read',
      params,
      reply: one(
        Type.Object({
          items: Type.Array(toldItemSchema),
          mutes: Type.Array(
            Type.Object({ object: Type.String(), until: orNull(instant('Until when.')), by: Type.String() }),
          ),
        }),
      ),
      async handle({ tx, params: { alert }, caller }) {
        const rule = await find(tx, alert)
        const permission = lists[rule.list]?.permission
        if (permission) mayWatch(caller, permission)
        return { data: (await readItems(tx, alert)) as never }
      },
    }),
  ]
}

/** Who may not see a list hears nothing of what is in it. */
function mayWatch({ permissions }: Caller, permission: AlertLists[string]['permission']): void {
  if (!permissions.has(permission))
    throw new Problem(403, 'not-permitted', `To see what it watches takes the permission ${permission}.`)
}

function shown(rule: Rule, lists: AlertLists): Static<typeof alertSchema> {
  let words: string | null = null
  let { problem } = rule
  try {
    words = readRuleQuery(lists, rule.list, rule.query, Date.now()).words
  } catch (error) {
    if (!(error instanceof AlertError)) throw error
    problem ??= error.message
  }
  return { ...rule, words, problem } as unknown as Static<typeof alertSchema>
}
