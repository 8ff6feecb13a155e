import { Type } from 'typebox'
import { blueprintKinds, mostObjects } from '../../../tenants/index.ts'
import { instant } from '../../conventions/reply-schemas.ts'
import { orNull } from '../finding-schemas.ts'

const name = Type.String({ minLength: 1, maxLength: 100, pattern: '^\\S(.*\\S)?$' })
const description = Type.String({ maxLength: 1000 })
const targets = Type.String({
  maxLength: 10_000,
  description:
    'Whom it is for, in the query language about tenants: label:gold. Empty for all, also for those to come.',
})
const kind = Type.Enum([...blueprintKinds])
const objects = Type.Array(
  Type.Object(
    {
      kind,
      id: Type.String({
        maxLength: 60,
        description: 'Public id in your own tenant; of a role its name; empty for policy and retention.',
      }),
    },
    { additionalProperties: false },
  ),
  { maxItems: mostObjects },
)

export const newBlueprint = Type.Object(
  { name, description: Type.Optional(description), targets: Type.Optional(targets), objects },
  { additionalProperties: false },
)
export const blueprintChange = Type.Partial(Type.Object({ name, description, targets, objects }), {
  additionalProperties: false,
})

const number = Type.Integer({ minimum: 0 })

/** A blueprint, with what came of it. */
export const blueprintSchema = Type.Object({
  id: Type.String({ description: 'Public id: blp_…' }),
  name: Type.String(),
  description: Type.String(),
  targets,
  objects: Type.Array(
    Type.Object({
      kind,
      id: Type.String(),
      name: Type.String(),
      chosen: Type.Boolean({ description: 'False for what others need: the tags above a tag.' }),
      version: Type.Integer({ description: 'Raised by a push that found another content; 0 until then.' }),
    }),
  ),
  wanted: Type.Enum(['draft', 'placed', 'removed', 'left'], {
    description: 'removed: taken back with its objects. left: its objects are the tenants’ own now.',
  }),
  revision: Type.Integer(),
  pushedBy: orNull(Type.String()),
  pushedAt: orNull(instant('When it was pushed or withdrawn last.')),
  tenants: Type.Object(
    { waiting: number, done: number, partly: number, noGrant: number, failed: number, withdrawn: number },
    { description: 'Tenants by what came of it there.' },
  ),
  updatedAt: instant('When it was changed last.'),
  version: Type.Integer(),
})

/** What came of a blueprint in one tenant. */
export const placementSchema = Type.Object({
  id: Type.String(),
  blueprint: Type.Object({ id: Type.String(), name: Type.String() }),
  tenant: Type.Object({ id: Type.String(), name: Type.String() }),
  state: Type.Enum(['waiting', 'done', 'partly', 'no-grant', 'failed', 'withdrawn'], {
    description: 'partly: the tenant keeps something of its own, or something could not be.',
  }),
  message: Type.String(),
  objects: Type.Array(
    Type.Object({
      key: Type.String(),
      kind,
      name: Type.String(),
      outcome: Type.Enum(['made', 'changed', 'same', 'kept-own', 'failed', 'removed', 'detached']),
      why: Type.Optional(Type.String()),
    }),
  ),
  at: orNull(instant('When it was tried last.')),
})

/** Something in this tenant that a provider pushed. */
export const pushedSchema = Type.Object({
  kind,
  id: Type.String({ description: 'Public id; of a role its name; empty for policy and retention.' }),
  name: Type.String(),
  from: Type.String({ description: 'Name of the provider.' }),
  blueprint: Type.String(),
  locked: Type.Boolean({ description: 'While the provider’s grant lives, they alone change it.' }),
  pushedAt: instant('When it was last brought.'),
})
