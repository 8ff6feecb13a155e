import { type Static, Type } from 'typebox'
import type { TenantTransaction } from '../../../contract/index.ts'
import { readSights, ScopeError } from '../../../scope/index.ts'
import { conflict, notFound, unprocessable } from '../../conventions/problem.ts'

const tagSchema = Type.Object({ id: Type.String(), name: Type.String(), path: Type.String(), colour: Type.String() })

/** The tags that say what somebody sees, and how many assets that is. */
export const sightFields = {
  include: Type.Array(tagSchema, { description: 'Assets with one of these tags, or of those below them …' }),
  exclude: Type.Array(tagSchema, { description: '… but for those with one of these.' }),
  assets: Type.Integer({ description: 'How many assets that is now.' }),
}

/** What somebody sees; null for everything. */
export const sightSchema = Type.Union(
  [
    Type.Object({
      ...sightFields,
      unit: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()], {
        description: 'The unit that says so.',
      }),
    }),
    Type.Null(),
  ],
  { description: 'What they see of the assets; null for everything.' },
)

const tagList = (most: number, least: number) =>
  Type.Array(Type.String({ maxLength: 40 }), { minItems: least, maxItems: most })
/** Tags by their public ids. */
export const tagFields = { include: tagList(100, 1), exclude: Type.Optional(tagList(100, 0)) }

const byTags = Type.Object(tagFields, { additionalProperties: false })
/** What a token is to see. */
export const wantedTagsSchema = Type.Union([Type.Null(), byTags], {
  description: 'As much as you (null), or assets by tags.',
})

/** What somebody is to see. */
export const wantedSightSchema = Type.Union(
  [Type.Null(), byTags, Type.Object({ unit: Type.String({ maxLength: 40 }) }, { additionalProperties: false })],
  { description: 'Everything (null), assets by tags, or those of a unit.' },
)

type Seen<Row> = Omit<Row, 'scopeId' | 'unit'> & { readonly sees: Static<typeof sightSchema> }

/** Rows with what each sees in place of the internal ids. */
export async function withSight<
  Row extends {
    readonly scopeId: number | null
    readonly unit?: { readonly id: string; readonly name: string } | null
  },
>(tx: TenantTransaction, rows: readonly Row[]): Promise<Seen<Row>[]> {
  const sights = await readSights(
    tx,
    rows.map(({ scopeId }) => scopeId),
  )
  return rows.map(({ scopeId, unit, ...row }) => {
    const sight = scopeId === null ? undefined : (sights.get(scopeId) ?? { include: [], exclude: [], assets: 0 })
    const sees = sight
      ? { include: [...sight.include], exclude: [...sight.exclude], assets: sight.assets, unit: unit ?? null }
      : null
    return { ...row, sees }
  })
}

/** Runs what works on scopes and units; its refusals become problems of the API. */
export async function explainedSight<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ScopeError)) throw error
    const { code, field, message } = error
    if (field !== undefined) throw unprocessable(`/body/${field}`, code, message)
    if (code === 'not-found') throw notFound('unit')
    throw conflict(code, message)
  }
}
