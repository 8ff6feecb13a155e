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
import { instant, notFound, one, unprocessable } from '@holdfast/platform/http'
import { Type } from 'typebox'
import { checksCalled } from '../engine/about.ts'
import type { VulnerabilityContent } from '../engine/judge/content.ts'
import { namesIn, toldOf } from '../engine/vex/told-of.ts'
import { candidatesNamed } from '../store/vex/candidates.ts'
import { exceptTold, isMeasure } from '../store/vex/except-told.ts'
import { findingsTold, mostTold } from '../store/vex/findings-told.ts'
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
      method: 'POST',
      path: '/vulnerabilities/vex',
      summary: 'Except open findings that a VEX document says are none, or tell which those would be',
      permission: 'findings:accept',
      body: Type.Object({
        document: anyObject,
        apply: Type.Optional(Type.Boolean({ description: 'False tells what would happen, and changes nothing.' })),
        endsAt: Type.Optional(instant('When the decisions end; required where a measure prevents what is found.')),
      }),
      reply: one(appliedSchema),
      writes: true,
      async handle({ tx, body: { document: given, apply = false, endsAt }, caller }) {
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
        return {
          data: {
            form: document.form,
            author: document.author,
            document: document.id,
            findings: told.length,
            applied: apply,
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
