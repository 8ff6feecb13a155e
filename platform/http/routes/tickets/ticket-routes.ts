import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { newestFinding } from '../../../findings/index.ts'
import {
  editTickets,
  memberOf,
  openTickets,
  readTicketEntries,
  readTicketFindings,
  readTicketPolicy,
  type TicketEdit,
  TicketError,
  type TicketLanguage,
  type TicketRule,
  wantsTicketMail,
  wantTicketMail,
  writeTicketPolicy,
} from '../../../tickets/index.ts'
import { chosenIds, planSelection } from '../../bulk/chosen-findings.ts'
import { notFound, one, unprocessable } from '../../conventions/index.ts'
import { ticketEntity } from '../../entities/ticket-entity.ts'
import { exportRoute } from '../../export/export-route.ts'
import { languageRoutes } from '../../search/language-routes.ts'
import { listRoute } from '../../search/list-route.ts'
import { severityName } from '../finding-routes.ts'
import { ticketList } from './ticket-list.ts'
import {
  editSchema,
  openedSchema,
  openSchema,
  policySchema,
  rulesSchema,
  ticketPageSchema,
  type ticketSchema,
} from './ticket-schemas.ts'

const params = Type.Object({ ticket: Type.String({ maxLength: 40, description: 'Its number.' }) })
const mailSchema = Type.Object({ wants: Type.Boolean() })
/** Findings of one call; more are taken by several calls, or by a policy. */
const mostFindings = 5000

/** Work on findings: opened for those of a query, changed one by one or together, and by themselves by a policy. */
export function ticketRoutes(language: TicketLanguage): readonly Route[] {
  return [
    listRoute(ticketList),
    exportRoute(ticketList),
    ...languageRoutes(ticketList),
    defineRoute({
      method: 'GET',
      path: '/tickets/:ticket',
      summary: 'One ticket with the findings that it covers, and its history',
      permission: 'tickets:read',
      params,
      reply: one(ticketPageSchema),
      async handle({ tx, params: { ticket } }) {
        return { data: (await readTicket(tx, numberOf(ticket))) as never }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/tickets',
      summary: 'Open tickets for findings that are open and in no living ticket; the same again changes nothing',
      permission: 'tickets:write',
      body: openSchema,
      reply: one(openedSchema),
      writes: true,
      async handle({ tx, body, caller }) {
        const now = Date.now()
        const selection = { q: body.q, ...(body.only && { only: body.only }) }
        const plan = planSelection(language.entity, selection, now)
        const { text, values } = chosenIds(
          plan,
          tx.tenantId,
          { ...selection, upTo: await newestFinding(tx) },
          { after: 0, size: mostFindings + 1 },
        )
        const { rows } = await tx.query<{ id: number }>(text, values)
        if (rows.length > mostFindings)
          throw unprocessable(
            '/body/q',
            'too-many',
            `takes more than ${mostFindings} findings: narrow it, or make a policy`,
          )
        const assignee = body.assignee === undefined ? undefined : await memberOf(tx, body.assignee)
        if (body.assignee !== undefined && assignee === undefined)
          throw unprocessable('/body/assignee', 'unknown', 'is nobody of this tenant')
        const opened = await openTickets(
          tx,
          {
            ...{ findingIds: rows.map(({ id }) => id), grouping: body.grouping ?? 'finding', by: caller.id },
            ...(assignee !== undefined && { assignee }),
            ...(body.dueAt !== undefined && { dueAt: new Date(body.dueAt).toISOString() }),
          },
          now,
        )
        return { data: { opened: [...opened.opened], extended: [...opened.extended], leftOut: opened.leftOut } }
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/tickets/:ticket',
      summary: 'Change a ticket: resolve, reopen or ignore it, give it to somebody, say something of it',
      permission: 'tickets:write',
      params,
      body: editSchema,
      reply: one(ticketPageSchema),
      writes: true,
      async handle({ tx, params: { ticket }, body, caller }) {
        const number = numberOf(ticket)
        const missing = await explained(() => editTickets(tx, [number], editOf(body), caller.id, Date.now()))
        if (missing !== undefined) throw notFound('ticket')
        return { data: (await readTicket(tx, number)) as never }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/tickets/edit',
      summary: 'Change many tickets at once; all or none',
      permission: 'tickets:write',
      body: Type.Object({
        ...editSchema.properties,
        tickets: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 1000, uniqueItems: true }),
      }),
      reply: one(Type.Object({ changed: Type.Integer() })),
      writes: true,
      async handle({ tx, body: { tickets, ...body }, caller }) {
        const missing = await explained(() => editTickets(tx, tickets, editOf(body), caller.id, Date.now()))
        if (missing !== undefined)
          throw unprocessable(`/body/tickets/${tickets.indexOf(missing)}`, 'unknown', `there is no ticket ${missing}`)
        return { data: { changed: tickets.length } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/ticket-mail',
      summary: 'Whether you are mailed when tickets are given to you, and when their time is over',
      permission: 'tickets:read',
      reply: one(mailSchema),
      handle: async ({ tx, caller }) => ({ data: { wants: await wantsTicketMail(tx, caller.id) } }),
    }),
    defineRoute({
      method: 'PUT',
      path: '/ticket-mail',
      summary: 'Be mailed when tickets are given to you and when their time is over, or not',
      permission: 'tickets:read',
      body: mailSchema,
      reply: one(mailSchema),
      writes: true,
      async handle({ tx, body: { wants }, caller }) {
        await wantTicketMail(tx, caller.id, wants)
        return { data: { wants } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/ticket-policy',
      summary: 'Which tickets are opened by themselves',
      permission: 'tickets:read',
      reply: one(policySchema),
      async handle({ tx }) {
        return { data: (await readTicketPolicy(tx)) as never }
      },
    }),
    defineRoute({
      method: 'PUT',
      path: '/ticket-policy',
      summary: 'Say which tickets are opened by themselves, of what is found from now on',
      permission: 'tickets:policy',
      body: Type.Object({ rules: rulesSchema }),
      reply: one(policySchema),
      writes: true,
      async handle({ tx, body, caller }) {
        await explained(() => writeTicketPolicy(tx, language, body.rules as readonly TicketRule[], caller.id))
        return { data: (await readTicketPolicy(tx)) as never }
      },
    }),
  ]
}

/** Throws Problem 404 for what is no number: there is no such ticket. */
function numberOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound('ticket')
  return Number(text)
}

async function readTicket(tx: TenantTransaction, number: number) {
  const columns = Object.entries(ticketList.select).map(([name, expression]) => `${expression} as "${name}"`)
  const { rows } = await tx.query<Static<typeof ticketSchema>>(
    `select ${columns.join(', ')} from ${ticketEntity.sql!.from} where t.tenant_id = $1 and t.number = $2`,
    [tx.tenantId, number],
  )
  const [found] = rows
  if (!found) throw notFound('ticket')
  const covers = (await readTicketFindings(tx, number)).map((each) => ({
    ...each,
    severity: severityName(each.severity),
  }))
  return { ...found, covers, history: await readTicketEntries(tx, number) }
}

function editOf({ action, until, assignee, dueAt, comment }: Static<typeof editSchema>): TicketEdit {
  if (until !== undefined && action !== 'ignore')
    throw unprocessable('/body/until', 'only-with-ignore', 'goes together with the action ignore only')
  return {
    ...(action === 'ignore' && {
      action: { kind: action, ...(until !== undefined && { until: Date.parse(until) }) } as const,
    }),
    ...(action !== undefined && action !== 'ignore' && { action: { kind: action } as const }),
    ...(assignee !== undefined && { assignee }),
    ...(dueAt !== undefined && { dueAt: dueAt === null ? null : new Date(dueAt).toISOString() }),
    ...(comment !== undefined && { comment }),
  }
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TicketError)) throw error
    throw unprocessable(`/body${error.pointer}`, 'invalid-ticket', error.message)
  }
}
