import { readReport } from '@holdfast/kit/reports'
import { defineRoute, type Route, StatementError, severities } from '@holdfast/platform/contract'
import { instant, many, notFound, one, unprocessable, wholeList } from '@holdfast/platform/http'
import { Type } from 'typebox'
import { importReport, ReportError, removeReport } from '../store/reports/import-report.ts'
import { listReports } from '../store/reports/list-reports.ts'

/** Of a request: a report of 24 MB in base64. */
const mostBytes = 32 * 1024 * 1024
const mostShown = 1000
const ownName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[^\\p{C}]*\\S[^\\p{C}]*$',
  description: 'Reports of one scan have one name: each replaces the one before.',
})
const count = (description: string) => Type.Integer({ minimum: 0, description })
const moment = Type.String({ format: 'date-time' })
const kinds = ['host', 'image', 'container', 'cloud-resource', 'web-application', 'network-service'] as const

const knownSchema = Type.Object({
  name: Type.String(),
  assets: count('Assets of which it names any weakness.'),
  findings: count('Weaknesses that it names.'),
  observedAt: moment,
  oldestAt: Type.String({ format: 'date-time', description: 'Of the asset that was not named for longest.' }),
})

const importedSchema = Type.Object({
  name: Type.String(),
  format: Type.String(),
  tool: Type.String(),
  findings: count('Weaknesses that were taken.'),
  milder: count('Those that are milder than what is taken.'),
  passed: count('Entries that say that something is in order.'),
  cleared: count('Assets that an earlier report named and this one, which is whole, does not.'),
  assets: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), isNew: Type.Boolean() }), {
    description: `At most ${mostShown}.`,
  }),
  assetCount: count('Assets that it is about.'),
  newCount: count('Those that were not known before.'),
  problems: Type.Array(Type.String(), { description: 'Parts that could not be read, and why.' }),
})

/** Reports of other scanners: findings of the assets that they name. */
export const reportRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/vulnerabilities/reports',
    summary: 'The reports of other scanners that findings come from',
    permission: 'vulnerabilities:read',
    reply: many(knownSchema),
    async handle({ tx }) {
      return { data: [...(await listReports(tx))], page: wholeList }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/vulnerabilities/reports/:report',
    summary: 'What reports of a name say now',
    permission: 'vulnerabilities:read',
    params: Type.Object({ report: Type.String({ maxLength: 100 }) }),
    reply: one(knownSchema),
    async handle({ tx, params: { report } }) {
      const known = (await listReports(tx)).find(({ name }) => name === report)
      if (known === undefined) throw notFound('report')
      return { data: { ...known } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/vulnerabilities/reports',
    summary: 'Import the report of another scanner; the same report twice changes nothing',
    permission: 'vulnerabilities:import',
    bodyLimit: mostBytes,
    body: Type.Object({
      content: Type.String({
        contentEncoding: 'base64',
        pattern: '^[A-Za-z0-9+/]*={0,2}$',
        maxLength: mostBytes,
        description: 'The file, in base64. Its tool and form are known by what it holds.',
      }),
      name: Type.Optional(ownName),
      asset: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 255,
          pattern: '^[^\\p{C}]*\\S[^\\p{C}]*$',
          description: 'Id or name of what is meant where the report names no machine; made where it is new.',
        }),
      ),
      kind: Type.Optional(Type.Enum(kinds, { description: 'What that asset is where it is new; host unless told.' })),
      from: Type.Optional(Type.Enum(severities, { description: 'The mildest that is taken; low unless told.' })),
      observedAt: Type.Optional(instant('When it was scanned; now unless told.')),
      whole: Type.Optional(
        Type.Boolean({
          description:
            'It covers all assets that earlier reports of its name did: those that it does not name are clean.',
        }),
      ),
    }),
    reply: one(importedSchema),
    writes: true,
    async handle({ tx, body, stateFacts }) {
      const reading = readReport(Buffer.from(body.content, 'base64'))
      if (!reading.ok) {
        const { message, line, offset } = reading.problem
        const at = line === undefined ? (offset === undefined ? '' : ` (at character ${offset})`) : ` (line ${line})`
        throw unprocessable('/body/content', 'no-report', `is not read as a report: ${message}${at}`)
      }
      const { report } = reading
      const now = new Date().toISOString()
      const observedAt = body.observedAt === undefined ? now : new Date(body.observedAt).toISOString()
      if (observedAt > now) throw unprocessable('/body/observedAt', 'future', 'lies in the future')
      const name = (body.name ?? report.format).trim()
      const options = {
        name,
        observedAt,
        kind: body.kind ?? 'host',
        from: body.from ?? 'low',
        whole: body.whole ?? false,
        ...(body.asset !== undefined && { asset: body.asset.trim() }),
      } as const
      const imported = await explained(() => importReport(tx, stateFacts, report, options))
      return {
        data: {
          name,
          format: report.format,
          tool: report.tool,
          findings: imported.findings,
          milder: imported.milder,
          passed: report.passed,
          cleared: imported.cleared,
          assets: imported.assets
            .slice(0, mostShown)
            .map(({ asset, name: called, isNew }) => ({ id: asset, name: called, isNew })),
          assetCount: imported.assets.length,
          newCount: imported.assets.filter(({ isNew }) => isNew).length,
          problems: report.problems.map(({ message, line }) =>
            line === undefined ? message : `line ${line}: ${message}`,
          ),
        },
      }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/vulnerabilities/reports/:report',
    summary: 'Take back all that reports of a name say: what they found is closed',
    permission: 'vulnerabilities:import',
    params: Type.Object({ report: Type.String({ maxLength: 100 }) }),
    reply: one(Type.Object({ assets: count('Assets that it was about.') })),
    writes: true,
    async handle({ tx, params: { report }, stateFacts }) {
      const assets = await removeReport(tx, stateFacts, report, new Date().toISOString())
      if (assets === 0) throw notFound('report')
      return { data: { assets } }
    },
  }),
]

const pointers = {
  'no-asset': '/body/asset',
  'newer-known': '/body/observedAt',
  'name-taken': '/body/name',
} as const

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ReportError) throw unprocessable(pointers[error.problem], error.problem, error.message)
    if (error instanceof StatementError)
      throw unprocessable(error.part === 'asset' ? '/body/asset' : '/body/content', 'not-stored', error.message)
    throw error
  }
}
