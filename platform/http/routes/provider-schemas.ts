import { type Static, Type } from 'typebox'

const role = Type.String({ pattern: '^[a-z][a-z-]{0,39}$' })

const required = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: 'As people know it.' }),
  issuer: Type.String({ minLength: 8, maxLength: 500, description: 'As the provider calls itself: https://…' }),
  clientId: Type.String({ minLength: 1, maxLength: 500 }),
  defaultRole: Type.String({ ...role, description: 'Of whoever joins and is in no group of the mapping.' }),
}

const others = {
  domains: Type.Array(Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.-]+$' }), {
    maxItems: 100,
    description: 'Domains of e-mail addresses that it stands for; with some, nobody else can join through it.',
  }),
  roleClaim: Type.String({
    maxLength: 200,
    description: 'Claim of the id token that gives roles: groups, realm_access.roles.',
  }),
  roleMap: Type.Array(
    Type.Object({ value: Type.String({ minLength: 1, maxLength: 300 }), role }, { additionalProperties: false }),
    {
      maxItems: 100,
      description: 'The first whose value is among those of the claim gives the role, at each sign-in.',
    },
  ),
  joining: Type.Enum(['nobody', 'invited', 'domains'], {
    description: 'Who may come in that is not bound yet: nobody, whoever was invited, anybody of the domains.',
  }),
  strong: Type.Boolean({ description: 'It asks for second factors itself, and that is relied on.' }),
  shown: Type.Boolean({ description: 'A button on the sign-in screen.' }),
  enabled: Type.Boolean(),
}

const clientSecret = Type.Optional(
  Type.String({ maxLength: 1000, description: 'Kept sealed, never told. An empty text takes it away.' }),
)

export const providerSchema = Type.Object({
  id: Type.String({ description: 'Public id: idp_…' }),
  ...required,
  hasSecret: Type.Boolean(),
  ...others,
  version: Type.Integer(),
})

export const providerBody = Type.Object(
  { ...required, clientSecret, ...Type.Partial(Type.Object(others)).properties },
  { additionalProperties: false },
)
export type ProviderBody = Static<typeof providerBody>

export const providerChange = Type.Object(
  { ...Type.Partial(Type.Object({ ...required, ...others })).properties, clientSecret },
  { additionalProperties: false },
)

export const providerParams = Type.Object({ provider: Type.String({ maxLength: 40 }) })
