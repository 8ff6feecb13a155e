import { defineRoute, type Route, severities, type TenantTransaction } from '@holdfast/platform/contract'
import { conflict, many, notFound, one, unprocessable, wholeList } from '@holdfast/platform/http'
import { Type } from 'typebox'
import { changeOwnCheck, createOwnCheck, readOwnChecks, removeOwnCheck } from '../store/own-checks/own-checks.ts'

const words = (maxLength: number, description: string) => Type.String({ maxLength, description })
const title = Type.String({
  minLength: 3,
  maxLength: 120,
  pattern: '^[^\\p{C}]*$',
  description: 'What is wrong, in one line: "Telnet is installed".',
})
const severity = Type.Enum(severities)
const why = words(2000, 'Why it matters.')
const remedy = words(2000, 'What ends it.')
const cves = Type.Array(Type.String({ pattern: '^CVE-\\d{4}-\\d{4,19}$' }), {
  maxItems: 100,
  uniqueItems: true,
  description: 'CVEs that it stands for: each is then a finding of its own.',
})
const params = Type.Object({ ownCheck: Type.String({ maxLength: 40 }) })

const checkSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  title: Type.String(),
  severity,
  tag: Type.Object({
    id: Type.String(),
    path: Type.String(),
    query: Type.Union([Type.String(), Type.Null()], { description: 'Null where the tag is given by hand.' }),
  }),
  why: Type.String(),
  remedy: Type.String(),
  cves: Type.Array(Type.String()),
  assets: Type.Integer({ minimum: 0, description: 'Assets of which it was said.' }),
  createdBy: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
})

/** Checks of a tenant's own: whatever carries a tag has a weakness. */
export const ownCheckRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/vulnerabilities/own-checks',
    summary: 'The checks that this tenant made',
    permission: 'vulnerabilities:read',
    reply: many(checkSchema),
    async handle({ tx }) {
      return { data: (await readOwnChecks(tx)).map(shown), page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/vulnerabilities/own-checks',
    summary: 'Make a check of your own: every asset with a tag has the weakness, as long as it has the tag',
    permission: 'vulnerabilities:write',
    body: Type.Object({
      name: Type.String({
        pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
        maxLength: 60,
        description: 'In kebab-case. Findings are known again by it, so it stays: no-telnet.',
      }),
      tag: Type.String({ maxLength: 40, description: 'Id of the tag. Its query says which assets those are.' }),
      title,
      severity,
      why: Type.Optional(why),
      remedy: Type.Optional(remedy),
      cves: Type.Optional(cves),
    }),
    reply: one(checkSchema),
    status: 201,
    writes: true,
    async handle({ tx, body, caller }) {
      const made = await createOwnCheck(tx, {
        ...{ name: body.name, tag: body.tag, title: body.title, severity: body.severity, by: caller.id },
        ...{ why: body.why ?? '', remedy: body.remedy ?? '', cves: body.cves ?? [] },
      })
      if (made === 'no-tag') throw unprocessable('/body/tag', 'unknown', 'is the id of no tag')
      if (made === 'name-taken') throw conflict('name-taken', `There is a check called ${body.name} already.`)
      return { data: await find(tx, made.id) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/vulnerabilities/own-checks/:ownCheck',
    summary: 'One check that this tenant made',
    permission: 'vulnerabilities:read',
    params,
    reply: one(checkSchema),
    async handle({ tx, params: { ownCheck } }) {
      return { data: await find(tx, ownCheck) }
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/vulnerabilities/own-checks/:ownCheck',
    summary: 'Change what a check of your own says; its findings say it too',
    permission: 'vulnerabilities:write',
    params,
    body: Type.Partial(Type.Object({ title, severity, why, remedy, cves })),
    reply: one(checkSchema),
    writes: true,
    async handle({ tx, params: { ownCheck }, body }) {
      if (!(await changeOwnCheck(tx, ownCheck, body))) throw notFound('check')
      return { data: await find(tx, ownCheck) }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/vulnerabilities/own-checks/:ownCheck',
    summary: 'Take a check of your own away; what it found is closed',
    permission: 'vulnerabilities:write',
    params,
    reply: one(Type.Object({ removed: Type.Boolean() })),
    writes: true,
    async handle({ tx, params: { ownCheck } }) {
      if (!(await removeOwnCheck(tx, ownCheck))) throw notFound('check')
      return { data: { removed: true } }
    },
  }),
]

type Shown = Omit<Awaited<ReturnType<typeof readOwnChecks>>[number], 'cves'> & { cves: string[] }

async function find(tx: TenantTransaction, id: string): Promise<Shown> {
  const [check] = await readOwnChecks(tx, id)
  if (!check) throw notFound('check')
  return shown(check)
}

function shown(check: Awaited<ReturnType<typeof readOwnChecks>>[number]): Shown {
  return { ...check, cves: [...check.cves] }
}
