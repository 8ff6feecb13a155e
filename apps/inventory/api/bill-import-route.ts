import { readSbom } from '@holdfast/kit/sbom'
import { defineRoute, StatementError } from '@holdfast/platform/contract'
import { instant, one, unprocessable } from '@holdfast/platform/http'
import { Type } from 'typebox'
import { importBill } from '../store/import-bill.ts'

/** Of a request: a bill of 24 MB in base64. */
const mostBytes = 32 * 1024 * 1024
const mostShown = 100
const count = (description: string) => Type.Integer({ minimum: 0, description })

/** What others know of an asset's software: images of a registry, programs of a supplier. */
export const billImportRoute = defineRoute({
  method: 'POST',
  path: '/inventory/sboms',
  summary:
    'Import a bill of materials: what it lists becomes the software of an asset; the same one twice changes nothing',
  permission: 'inventory:import',
  bodyLimit: mostBytes,
  body: Type.Object({
    content: Type.String({
      contentEncoding: 'base64',
      pattern: '^[A-Za-z0-9+/]*={0,2}$',
      maxLength: mostBytes,
      description: 'The file, in base64: CycloneDX in JSON or XML, SPDX in JSON or tags.',
    }),
    asset: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        pattern: '^[^\\p{C}]*\\S[^\\p{C}]*$',
        description:
          'Id or name of the asset; made where the name is new. What the bill says that it is of, unless told.',
      }),
    ),
    kind: Type.Optional(
      Type.Enum(['image', 'container', 'host'], { description: 'What it is where it is new; an image unless told.' }),
    ),
    observedAt: Type.Optional(instant('When the bill was made; now unless told.')),
  }),
  reply: one(
    Type.Object({
      asset: Type.Object({ id: Type.String(), name: Type.String(), isNew: Type.Boolean() }),
      format: Type.String({ description: 'CycloneDX 1.6' }),
      distribution: Type.Union([Type.String(), Type.Null()]),
      packages: count('Packages of an operating system.'),
      software: count('Libraries and programs of languages, and everything else.'),
      unnamed: count('Components that no package URL names: of them nothing can be said.'),
      unnamedNames: Type.Array(Type.String(), { description: `At most ${mostShown}.` }),
      problems: Type.Array(Type.String(), { description: 'What in it is against its format.' }),
    }),
  ),
  writes: true,
  async handle({ tx, body, stateFacts }) {
    const reading = readSbom(Buffer.from(body.content, 'base64'))
    if (!reading.ok)
      throw unprocessable('/body/content', 'no-sbom', `is no bill of materials that is known: ${reading.problem}`)
    const { sbom } = reading
    const asset = (body.asset ?? sbom.subject?.name)?.trim().slice(0, 255)
    if (asset === undefined || asset === '')
      throw unprocessable('/body/asset', 'required', 'is needed: the bill does not say what it is of')
    const now = new Date().toISOString()
    const observedAt = body.observedAt === undefined ? now : new Date(body.observedAt).toISOString()
    if (observedAt > now) throw unprocessable('/body/observedAt', 'future', 'lies in the future')
    try {
      const made = await importBill(tx, stateFacts, sbom, { asset, kind: body.kind ?? 'image', observedAt })
      const { asset: id, name, isNew } = made.asset
      return {
        data: {
          asset: { id, name, isNew },
          format: `${sbom.format} ${sbom.version}`,
          distribution: made.distribution ?? null,
          packages: made.packages,
          software: made.software,
          unnamed: made.unnamed.length,
          unnamedNames: made.unnamed.slice(0, mostShown).map((each) => each.slice(0, 200)),
          problems: sbom.problems.map(({ message, position }) => (position ? `${position}: ${message}` : message)),
        },
      }
    } catch (error) {
      if (!(error instanceof StatementError)) throw error
      throw unprocessable(error.part === 'asset' ? '/body/asset' : '/body/content', 'not-stored', error.message)
    }
  },
})
