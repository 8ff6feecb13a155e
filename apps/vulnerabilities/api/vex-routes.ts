import {
  readVexValue,
  type VexDocument,
  type VexStatement,
  writeCsafVex,
  writeCycloneDxVex,
  writeOpenVex,
} from '@holdfast/kit/vex'
import { defineRoute, type Route } from '@holdfast/platform/contract'
import { ExceptionError } from '@holdfast/platform/findings'
import { instant, many, notFound, one, unprocessable, wholeList } from '@holdfast/platform/http'
import { Type } from 'typebox'
import { checksCalled } from '../engine/about.ts'
import type { VulnerabilityContent } from '../engine/judge/content.ts'
import { namesIn, toldOf } from '../engine/vex/told-of.ts'
import { candidatesNamed } from '../store/vex/candidates.ts'
import { exceptTold, isMeasure } from '../store/vex/except-told.ts'
import { findingsTold, mostTold } from '../store/vex/findings-told.ts'
import { forgetDocument, keepDocument, readKept } from '../store/vex/kept-documents.ts'
import { vexOfAsset } from '../store/vex/vex-of-asset.ts'

const forms = {
  openvex: (document: VexDocument) => writeOpenVex(document),
  'csaf-2.0': (document: VexDocument, name: string) =>
    writeCsafVex(document, `Vulnerabilities of ${name}`, { category: 'user', namespace: 'urn:holdfast' }),
  'cyclonedx-1.6': (document: VexDocument) => writeCycloneDxVex(document),
} as const
type Form = keyof typeof forms
const formNames = Object.keys(forms) as Form[]
const extensions: Readonly<Record<Form, string>> = {
  openvex: 'openvex',
  'csaf-2.0': 'csaf',
  'cyclonedx-1.6': 'vex.cdx',
}

const anyObject = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true })

const appliedSchema = Type.Object({
  form: Type.Enum(['openvex', 'csaf', 'cyclonedx']),
  author: Type.String(),
  document: Type.String({ description: 'Its own id.' }),
  findings: Type.Integer({ minimum: 0, description: 'Findings that are, or would be, excepted.' }),
  applied: Type.Boolean({ description: 'False for a preview.' }),
  kept: Type.Boolean({ description: 'Its word holds for what is found later, too.' }),
  statements: Type.Array(
    Type.Object({
      vulnerability: Type.String(),
      status: Type.String(),
      justification: Type.Union([Type.String(), Type.Null()]),
      needsEnd: Type.Boolean({
        description: 'A measure prevents it: that is to be looked at again, thus needs an end.',
      }),
      products: Type.Array(Type.String()),
      findings: Type.Integer({ minimum: 0 }),
      exceptions: Type.Array(Type.String(), { description: 'Public ids of the decisions that were made.' }),
    }),
  ),
  problems: Type.Array(Type.String(), { description: 'Statements that could not be read, and why.' }),
})

const params = Type.Object({ document: Type.String({ maxLength: 40, description: 'Public id: vex_…' }) })
const keptSchema = Type.Object({
  id: Type.String({ description: 'Public id: vex_…' }),
  version: Type.Integer(),
  author: Type.String(),
  document: Type.String({ description: 'Its own id.' }),
  form: Type.String(),
  statements: Type.Integer({ minimum: 0 }),
  endsAt: Type.Union([instant('When the decisions by its word end.'), Type.Null()]),
  appliedBy: Type.String(),
  appliedAt: instant('When it was applied.'),
})

const mostStatementsShown = 1000

/** VEX in and out: what is known of an asset's vulnerabilities, and findings that others say are none. */
export function vexRoutes(content: () => Promise<VulnerabilityContent>): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/vulnerabilities/assets/:asset/vex',
      summary: 'What is known of the vulnerabilities of an asset, as OpenVEX, CSAF VEX or CycloneDX VEX',
      permission: 'vulnerabilities:read',
      params: Type.Object({ asset: Type.String({ maxLength: 40 }) }),
      query: Type.Object({ form: Type.Optional(Type.Enum(formNames)) }),
      reply: one(
        Type.Object({
          form: Type.Enum(formNames),
          fileName: Type.String({ description: 'What to call the file: web-1.openvex.json.' }),
          document: anyObject,
        }),
      ),
      async handle({ tx, params: { asset }, query: { form = 'openvex' } }) {
        const known = await vexOfAsset(tx, asset)
        if (known === undefined) throw notFound('asset')
        const plain = known.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100)
        const fileName = `${plain}.${extensions[form]}.json`
        return { data: { form, fileName, document: { ...forms[form](known.document, known.name) } } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/vulnerabilities/vex',
      summary: 'VEX documents whose word holds for what is found later, the newest first',
      permission: 'vulnerabilities:read',
      reply: many(keptSchema),
      async handle({ tx }) {
        return { data: (await readKept(tx)).map((one) => ({ ...one })), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/vulnerabilities/vex/:document',
      summary: 'A VEX document that is kept',
      permission: 'vulnerabilities:read',
      params,
      reply: one(keptSchema),
      async handle({ tx, params: { document } }) {
        const [kept] = await readKept(tx, document)
        if (!kept) throw notFound('VEX document')
        return { data: { ...kept } }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/vulnerabilities/vex/:document',
      summary: 'Let the word of a VEX document hold no more for what is found from now on; decisions by it stay',
      permission: 'vulnerabilities:write',
      params,
      reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { document } }) {
        if (!(await forgetDocument(tx, document))) throw notFound('VEX document')
        return { data: { id: document, removed: true } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/vulnerabilities/vex',
      summary: 'Except open findings that a VEX document says are none, or tell which those would be',
      permission: 'findings:accept',
      body: Type.Object({
        document: anyObject,
        apply: Type.Optional(Type.Boolean({ description: 'False tells what would happen, and changes nothing.' })),
        keep: Type.Optional(
          Type.Boolean({
            description:
              'Whether its word holds for what is found later, too; true unless told. Takes the permission vulnerabilities:write, and a document that has an id.',
          }),
        ),
        endsAt: Type.Optional(instant('When the decisions end; required where a measure prevents what is found.')),
      }),
      reply: one(appliedSchema),
      writes: true,
      async handle({ tx, body: { document: given, apply = false, keep = true, endsAt }, caller }) {
        const reading = readVexValue(given)
        if (!reading.ok)
          throw unprocessable('/body/document', 'no-vex', `is no VEX document: ${reading.problem.message}`)
        const { document, problems } = reading
        const { library } = await content()
        const candidates = await candidatesNamed(tx, namesIn(document))
        const told = await findingsTold(
          tx,
          toldOf(document, candidates, (name) => checksCalled(name, library)),
        )
        if (told.length > mostTold)
          throw unprocessable('/body/document', 'too-many', `is about more than ${mostTold} findings: divide it`)
        const counts = Map.groupBy(told, ({ index }) => index)
        if (apply && endsAt === undefined && [...counts.keys()].some((index) => isMeasure(document.statements[index]!)))
          throw unprocessable(
            '/body/endsAt',
            'required',
            'is needed: a statement says that a measure prevents what was found',
          )
        const at = new Date().toISOString()
        const made = apply
          ? await explained(() => exceptTold(tx, document, told, { by: caller.id, at, endsAt }))
          : new Map<number, readonly string[]>()
        const keeps = apply && keep && caller.permissions.has('vulnerabilities:write')
        const kept = keeps && (await keepDocument(tx, document, given, { by: caller.id, endsAt }))
        return {
          data: {
            form: document.form,
            author: document.author,
            document: document.id,
            findings: told.length,
            applied: apply,
            kept,
            statements: document.statements
              .map((statement, index) => shown(statement, counts.get(index)?.length ?? 0, made.get(index) ?? []))
              .sort((a, b) => b.findings - a.findings)
              .slice(0, mostStatementsShown),
            problems: problems.map(({ part, message }) => (part === undefined ? message : `${part}: ${message}`)),
          },
        }
      },
    }),
  ]
}

function shown(statement: VexStatement, findings: number, exceptions: readonly string[]) {
  const { vulnerability, status, justification, products } = statement
  return {
    vulnerability,
    status,
    justification: justification ?? null,
    needsEnd: isMeasure(statement),
    products: products.slice(0, 20).map(({ id }) => id),
    findings,
    exceptions: [...exceptions],
  }
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ExceptionError)) throw error
    throw unprocessable(`/body/${error.field ?? ''}`, error.code, error.message)
  }
}
