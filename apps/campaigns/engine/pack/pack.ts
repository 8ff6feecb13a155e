import { type Static, Type } from 'typebox'

const day = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description })
const sentence = (description: string, maxLength = 600) => Type.String({ minLength: 3, maxLength, description })
const query = (description: string) => Type.String({ minLength: 1, maxLength: 4000, description })
const closed = { additionalProperties: false }

const AskedOf = Type.Object(
  {
    query: query('Over assets, in the query language.'),
    words: sentence('What it finds, for people: "build at or above the fix".', 200),
  },
  closed,
)

const PackCve = Type.Object(
  {
    id: Type.String({ pattern: '^CVE-\\d{4}-\\d{4,}$', description: 'CVE-2017-0144' }),
    title: sentence('What is wrong, in a few words.', 200),
    exploited: Type.Optional(
      Type.Object(
        {
          since: day('When CISA listed it as exploited.'),
          due: day('Until when CISA wants it fixed.'),
          ransomware: Type.Boolean({ description: 'Whether CISA knows of ransomware that uses it.' }),
        },
        {
          ...closed,
          description: 'What the catalogue of known exploited vulnerabilities says; absent where it is not in it.',
        },
      ),
    ),
  },
  closed,
)

const Indicator = Type.Object(
  {
    kind: Type.Enum(['sha256', 'md5', 'domain', 'service', 'registry', 'mutex', 'file', 'process', 'request']),
    value: Type.String({ minLength: 1, maxLength: 500 }),
    meaning: sentence('What was seen when it is there.', 300),
    query: Type.Optional(query('Finds assets with it, where something collects what it asks for.')),
  },
  closed,
)

const Mitigation = Type.Object(
  {
    title: sentence('What to do.', 200),
    how: sentence('How, in a sentence or two.', 1000),
    query: Type.Optional(query('Finds assets where it is in place.')),
  },
  closed,
)

const Patch = Type.Object(
  {
    platform: sentence('What it is for: "Windows Server 2016".', 200),
    fix: sentence('The update, or the first version without the flaw: "KB4013429 or newer".', 300),
  },
  closed,
)

/** One outbreak as declarative content: nothing in it is executed. */
export const Pack = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    id: Type.String({
      pattern: '^[a-z][a-z0-9-]{1,39}$',
      description: 'Also what queries call it: campaign:(name:wannacry).',
    }),
    revision: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Rises with every change of the pack.' }),
    title: sentence('Name of the outbreak.', 80),
    summary: sentence('What happens to whom, in one or two sentences.'),
    published: day('When this revision of the pack was published.'),
    disclosed: day('When the flaw became known.'),
    attacked: Type.Optional(day('Since when it is used by attackers.')),
    traits: Type.Array(Type.String({ minLength: 2, maxLength: 40 }), {
      maxItems: 10,
      description: 'worm, ransomware, remote code execution …',
    }),
    cves: Type.Array(PackCve, { minItems: 1, maxItems: 50 }),
    bulletins: Type.Optional(Type.Array(Type.String({ minLength: 2, maxLength: 60 }), { maxItems: 20 })),
    packages: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]*(/.+)?$', maxLength: 120 }), {
      maxItems: 20,
      description:
        'Kinds of package that the affected software comes as (deb), and what it is called there (deb/openssh): where advisories do not speak of these, nothing is known.',
    }),
    scope: AskedOf,
    exploitable: Type.Optional(AskedOf),
    patched: Type.Optional(AskedOf),
    reachable: Type.Optional(AskedOf),
    mitigations: Type.Array(Mitigation, { maxItems: 20 }),
    patches: Type.Array(Patch, { minItems: 1, maxItems: 80 }),
    indicators: Type.Array(Indicator, { maxItems: 200 }),
    deadlineDays: Type.Integer({
      minimum: 1,
      maximum: 365,
      description: 'How long a campaign has, unless one says otherwise.',
    }),
    references: Type.Array(
      Type.Object(
        { title: sentence('What it is.', 200), url: Type.String({ pattern: '^https://', maxLength: 500 }) },
        closed,
      ),
      { minItems: 1, maxItems: 40 },
    ),
  },
  { ...closed, title: 'Campaign pack', description: 'One outbreak: what is affected, how it is seen, what helps.' },
)

export type Pack = Static<typeof Pack>
