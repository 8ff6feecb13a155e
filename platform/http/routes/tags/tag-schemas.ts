import { Type } from 'typebox'
import { tagColours, tagLimits } from '../../../tags/index.ts'
import { instant } from '../../conventions/reply-schemas.ts'
import { orNull } from '../finding-schemas.ts'

const criticality = Type.Union([Type.Integer({ minimum: 1, maximum: 5 }), Type.Null()], {
  description: 'How much depends on assets with it, 1 to 5; null where it says nothing.',
})

/** A tag in answers. */
export const tagSchema = Type.Object({
  id: Type.String({ description: 'Public id: tag_…' }),
  version: Type.Integer(),
  kind: Type.Enum(['static', 'dynamic', 'system']),
  name: Type.String(),
  path: Type.String({ description: 'Names from the root, joined by " / ".' }),
  parent: orNull(Type.String({ description: 'Public id of the tag above.' })),
  colour: Type.String(),
  criticality,
  description: Type.String(),
  query: orNull(Type.String({ description: 'Whatever asset it finds has the tag; null for a static tag.' })),
  assets: Type.Integer({ description: 'Assets that have it now.' }),
  evaluating: Type.Boolean({ description: 'All assets are being asked, or are about to be.' }),
  evaluatedAt: orNull(instant('When all assets were last asked.')),
  evaluatedMs: Type.Union([Type.Integer(), Type.Null()]),
  problem: orNull(Type.String({ description: 'Why the query could not be asked.' })),
  createdBy: Type.String(),
  createdAt: instant('When it was made.'),
  updatedAt: instant('When it was last changed.'),
})

const name = Type.String({ minLength: 1, maxLength: tagLimits.nameLength })
const parent = orNull(Type.String({ maxLength: 40, description: 'Public id of the tag above; null for the root.' }))
const query = orNull(
  Type.String({
    maxLength: tagLimits.queryLength,
    description: 'In the query language, about assets. Null for a static tag.',
  }),
)
const colour = Type.Enum([...tagColours])
const description = Type.String({ maxLength: tagLimits.descriptionLength })

export const newTagSchema = Type.Object(
  {
    name,
    parent: Type.Optional(parent),
    query: Type.Optional(query),
    colour: Type.Optional(colour),
    criticality: Type.Optional(criticality),
    description: Type.Optional(description),
  },
  { additionalProperties: false },
)

export const tagChangeSchema = Type.Object(
  {
    name: Type.Optional(name),
    parent: Type.Optional(parent),
    query: Type.Optional(query),
    colour: Type.Optional(colour),
    criticality: Type.Optional(criticality),
    description: Type.Optional(description),
  },
  { additionalProperties: false },
)

const part = {
  words: Type.String({ description: 'The condition in words.' }),
  holds: Type.Boolean(),
  found: Type.Array(Type.String(), { description: 'Values of the asset that it looked at; a few at most.' }),
}

/** A tag of one asset, with its reason. */
export const membershipSchema = Type.Object({
  id: Type.String({ description: 'Public id of the tag.' }),
  name: Type.String(),
  path: Type.String(),
  kind: Type.Enum(['static', 'dynamic', 'system']),
  colour: Type.String(),
  criticality,
  description: Type.String(),
  since: instant('Since when the asset has it.'),
  givenBy: orNull(Type.String({ description: 'Who gave it; null where its query did.' })),
  query: orNull(Type.String()),
  words: orNull(Type.String({ description: 'The query in words.' })),
  because: Type.Array(
    Type.Object({ ...part, either: Type.Array(Type.Object(part), { description: 'The sides of an "or".' }) }),
    { description: 'What the asset says to each condition of the query.' },
  ),
})
