import { defineRoute, type Route, type TenantTransaction } from '@holdfast/platform/contract'
import { instant, notFound, one, Problem } from '@holdfast/platform/http/conventions'
import {
  extendGuest,
  guestDays,
  guestsAtMost,
  offerGuests,
  readGuestOffers,
  readGuests,
  TenantError,
  withdrawOffer,
} from '@holdfast/platform/tenants'
import { Type } from 'typebox'
import { knownPack } from '../store/packs/known-packs.ts'
import { whoIs } from './campaign-routes.ts'
import { explained } from './explain-campaign-error.ts'

const closed = { additionalProperties: false }
const permission = 'campaigns:guests'

const guestsSchema = Type.Object({
  offers: Type.Array(
    Type.Object({
      pack: Type.String(),
      title: Type.String(),
      path: Type.String({ description: 'Where anyone opens one, below the address of this server.' }),
      most: Type.Integer({ description: 'Tenants that live at one time at most.' }),
      days: Type.Integer({ description: 'That each of them lives.' }),
      live: Type.Integer({ minimum: 0 }),
      switchedBy: Type.String(),
      switchedAt: instant('When it was switched on, or changed last.'),
    }),
  ),
  tenants: Type.Array(
    Type.Object({
      tenant: Type.String({ description: 'Public id: ten_…' }),
      pack: Type.String(),
      title: Type.String(),
      openedAt: instant('When somebody opened it.'),
      endsAt: instant('When everybody is out of it and all of it is erased.'),
    }),
    { description: 'That live now, the one that ends first at first.' },
  ),
})

/** Guests: for which packs anyone may open a tenant of their own, and which of these live. */
export const guestRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/campaigns/guests',
    summary: 'For which packs anyone may open a tenant of their own, and the tenants that live',
    permission,
    reply: one(guestsSchema),
    handle: async ({ tx }) => ({ data: await present(tx) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns/guests',
    summary: 'Let anyone open a tenant for one campaign, or nobody any more; tenants that live go on to their end',
    permission,
    body: Type.Object(
      {
        pack: Type.String({ maxLength: 40 }),
        on: Type.Boolean(),
        most: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: guestsAtMost })),
        days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90, default: guestDays })),
      },
      closed,
    ),
    reply: one(guestsSchema),
    writes: true,
    async handle({ tx, body: { pack, on, most = guestsAtMost, days = guestDays }, caller }) {
      if (!on) {
        if (!(await withdrawOffer(tx, pack))) throw notFound('pack that guests are let in for')
        return { data: await present(tx) }
      }
      const known = await explained(() => knownPack(tx, pack))
      if (known.publisher !== null)
        throw new Problem(
          409,
          'pack-imported',
          'An imported pack is trusted in this tenant alone: guests have those that came with the program.',
        )
      await refusing(() => offerGuests(tx, { offer: pack, title: known.pack.title, most, days }, whoIs(caller)))
      return { data: await present(tx) }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/campaigns/guests/extend',
    summary: 'Give a guest tenant more days; its end is announced anew',
    permission,
    body: Type.Object(
      { tenant: Type.String({ maxLength: 40 }), days: Type.Integer({ minimum: 1, maximum: 90 }) },
      closed,
    ),
    reply: one(Type.Object({ tenant: Type.String(), endsAt: instant('Its end.') })),
    writes: true,
    async handle({ tx, body: { tenant, days } }) {
      return { data: { tenant, endsAt: await refusing(() => extendGuest(tx, tenant, days)) } }
    },
  }),
]

async function present(tx: TenantTransaction) {
  const [offers, tenants] = [await readGuestOffers(tx), await readGuests(tx)]
  return {
    offers: offers.map(({ offer: pack, ...rest }) => ({ pack, path: `/guest/${pack}`, ...rest })),
    tenants: tenants.map(({ offer: pack, ...rest }) => ({ pack, ...rest })),
  }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TenantError)) throw error
    if (error.code === 'not-found') throw notFound('guest tenant')
    throw new Problem(error.code === 'not-a-provider' ? 403 : 409, error.code, error.message)
  }
}
