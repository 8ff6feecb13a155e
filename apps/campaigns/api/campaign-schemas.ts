import { instant } from '@holdfast/platform/http/conventions'
import { Type } from 'typebox'
import { Pack } from '../engine/pack/pack.ts'
import { assetStates } from '../engine/state/asset-state.ts'

const day = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description })
const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])

const meanings: Readonly<Record<(typeof assetStates)[number], string>> = {
  infected: 'An indicator was seen.',
  exploitable: 'Affected, and nothing mitigates it.',
  unknown: 'Not assessed: never counted as out of danger.',
  mitigated: 'Affected, and a mitigation is in place.',
  patched: 'Fixed, or judged and not affected.',
}

export const stateSchema = Type.Enum([...assetStates])

export const countsSchema = Type.Object(
  Object.fromEntries(assetStates.map((state) => [state, Type.Integer({ minimum: 0, description: meanings[state] })])),
)

/** A campaign in lists. */
export const campaignSchema = Type.Object({
  id: Type.String({ description: 'Public id: cmp_…' }),
  name: Type.String({ description: 'Id of its pack: what queries call it.' }),
  title: Type.String(),
  summary: Type.String(),
  revision: Type.Integer({ description: 'Revision of the pack that it works by.' }),
  publisher: orNull(Type.String({ description: 'Who signed the pack; null for the project itself.' })),
  state: Type.Union([Type.Literal('open'), Type.Literal('closed')]),
  deadline: day('Until when it is to be over.'),
  note: Type.String(),
  openedBy: Type.String(),
  openedAt: instant('When it was opened.'),
  closedBy: orNull(Type.String()),
  closedAt: orNull(instant('When it was closed.')),
  listedAt: orNull(instant('When all assets had been asked for the first time.')),
  evaluatedAt: orNull(instant('When all assets were last asked.')),
  problem: orNull(Type.String({ description: 'Why a query of the pack could not be asked.' })),
  version: Type.Integer(),
  counts: countsSchema,
  reachable: Type.Integer({ description: 'Exploitable or infected, and reachable over the network.' }),
  total: Type.Integer({ description: 'Assets in its scope.' }),
})

const shares = (description: string) =>
  Type.Array(Type.Object({ name: orNull(Type.String()), counts: countsSchema }), { description })

const projection = Type.Union([
  Type.Object({ kind: Type.Literal('done') }),
  Type.Object({ kind: Type.Literal('too-early'), days: Type.Integer() }),
  Type.Object({ kind: Type.Literal('no-end'), perDay: Type.Number() }),
  Type.Object({
    kind: Type.Literal('ends'),
    on: day('At the median slope of the last four weeks.'),
    soonest: day('At the steeper bound of its 90 % interval.'),
    latest: orNull(day('At the flatter bound; null where that does not fall.')),
    perDay: Type.Number({ description: 'How many come off a day.' }),
  }),
])

/** A campaign by itself. */
export const oneCampaignSchema = Type.Object({
  ...campaignSchema.properties,
  pack: Pack,
  newerRevision: orNull(
    Type.Integer({ description: 'A newer revision of its pack is known; null where this is the newest.' }),
  ),
  history: orNull(
    Type.Array(Type.Object({ day: day('A day, UTC; the last one is today.'), ...countsSchema.properties }), {
      description: 'How many stood how, day by day; null for who sees a part of the assets only.',
    }),
  ),
  projection: orNull(projection),
  stopwatch: Type.Object(
    {
      listedAfterMs: orNull(
        Type.Integer({
          description: 'From the opening, or from the pack where that came later, to the first complete list.',
        }),
      ),
      firstFixAfterMs: orNull(
        Type.Integer({ description: 'From the first asset found exploitable to the first such one out of danger.' }),
      ),
    },
    { description: 'How long it took.' },
  ),
  byTag: shares('By tag; an asset with two tags is in both.'),
  byOperatingSystem: shares('By operating system.'),
})

/** A pack in lists. */
export const packSchema = Type.Object({
  id: Type.String({ description: 'Id of the pack.' }),
  title: Type.String(),
  summary: Type.String(),
  revision: Type.Integer(),
  publisher: orNull(Type.String({ description: 'Who signed it; null for the project itself.' })),
  published: day('When this revision was published.'),
  disclosed: day('When the flaw became known.'),
  attacked: orNull(day('Since when it is used by attackers.')),
  traits: Type.Array(Type.String()),
  cves: Type.Array(Type.String()),
  deadlineDays: Type.Integer(),
  campaign: orNull(Type.String({ description: 'Public id of the campaign that follows it.' })),
})

/** An asset of a campaign. */
export const campaignAssetSchema = Type.Object({
  asset: Type.Object({
    id: Type.String({ description: 'Public id: ast_…' }),
    name: Type.String(),
    kind: Type.String(),
  }),
  state: stateSchema,
  why: Type.String({ description: 'What decided, in a few words.' }),
  reachable: Type.Boolean(),
  since: instant('Since when it stands so.'),
})

export const publisherSchema = Type.Object({
  id: Type.String({ description: 'First 16 hex digits of the SHA-256 of the public key.' }),
  name: Type.String(),
  publicKey: Type.String({ description: '32 bytes in base64url (Ed25519).' }),
  addedBy: Type.String(),
  addedAt: instant('When it was trusted.'),
})

/** A day that a caller names. */
export const dayField = day('A day: 2026-12-07.')
