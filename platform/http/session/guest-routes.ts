import { Type } from 'typebox'
import { RateLimiter } from '../../access/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import type { Database } from '../../store/index.ts'
import {
  confirmAddress,
  type GuestState,
  giveAddress,
  newWayBack,
  openGuest,
  readGuestState,
  readOpenOffers,
  TenantError,
} from '../../tenants/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { countRequest } from '../api/mount-routes.ts'
import { Problem } from '../conventions/problem.ts'
import type { Identity } from '../request/identify-caller.ts'
import { finishSignIn } from './finish-sign-in.ts'

const closed = { additionalProperties: false }
const offer = Type.String({ pattern: '^[a-z][a-z0-9-]{0,79}$', description: 'Name of what is offered: a pack.' })
const time = Type.String({ format: 'date-time' })
const done = Type.Object({ data: Type.Object({ address: Type.String() }) })

/** Tenants that anyone may open for one campaign: what is offered, the way in, and what a guest does with their own. */
export function guestRoutes(database: Database): readonly DoorRoute[] {
  // Opening makes rows: against somebody who does nothing else, and against many who do.
  const perAddress = new RateLimiter({ quota: 3, windowSeconds: 3600 })
  const forAll = new RateLimiter({ quota: 60, windowSeconds: 3600 })
  const mails = new RateLimiter({ quota: 2, windowSeconds: 600 })
  return [
    doorRoute({
      method: 'GET',
      path: '/guest-offers',
      summary: 'What anyone may open a tenant of their own for, and whether another one can be opened now',
      needs: 'nobody',
      reply: Type.Object({
        data: Type.Array(
          Type.Object({
            offer: Type.String({ description: 'Name of a pack.' }),
            title: Type.String(),
            days: Type.Integer({ description: 'After so many days all of it is erased.' }),
            isFree: Type.Boolean(),
          }),
        ),
      }),
      handle: async () => ({ data: await readOpenOffers(database) }),
    }),
    doorRoute({
      method: 'POST',
      path: '/guest-tenants',
      summary:
        'Open a tenant of one’s own for what is offered, and sign in there as its guest; sets the cookie of this door',
      needs: 'nobody',
      body: Type.Object({ offer }, closed),
      reply: Type.Object({
        data: Type.Object({
          tenant: Type.String({ description: 'Public id: ten_…' }),
          endsAt: time,
          wayBack: Type.String({ description: 'What follows # in a link to /join, which lets in once more.' }),
        }),
      }),
      status: 201,
      async handle({ raw, reply, body }) {
        countRequest(reply, forAll, 'all', 'guests')
        countRequest(reply, perAddress, raw.ip, 'guest')
        const from = { address: raw.ip, traceId: raw.id, now: Date.now() }
        const opened = await explainedGuest(() => openGuest(database, { offer: body.offer, ...from }))
        raw.log.info({ address: raw.ip, tenant: opened.tenant, offer: body.offer }, 'guest tenant opened')
        await finishSignIn(database, { raw, reply }, opened, ['link'], { confined: true })
        const { tenant, endsAt, wayBack } = opened
        return { data: { tenant, endsAt, wayBack } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/guest/way-back',
      summary: 'Make a link that lets the guest in once more, until the end; those made before end',
      needs: 'session',
      reply: Type.Object({ data: Type.Object({ wayBack: Type.String(), endsAt: time }) }),
      status: 201,
      async handle({ identity }) {
        const { state, tenantId, personId } = await guestOf(database, identity!)
        const wayBack = await database.asTenant(tenantId, (tx) =>
          newWayBack(tx as unknown as TenantTransaction, personId, state.endsAt),
        )
        return { data: { wayBack, endsAt: state.endsAt } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/guest/address',
      summary: 'Give an address to hear of the end; a code is mailed there that confirms it',
      needs: 'session',
      body: Type.Object({ address: Type.String({ format: 'email', maxLength: 320 }) }, closed),
      reply: done,
      status: 202,
      async handle({ reply, identity, body: { address } }) {
        const { tenantId } = await guestOf(database, identity!)
        countRequest(reply, mails, String(tenantId), 'guest-mail')
        await explainedGuest(() => giveAddress(database, tenantId, address, Date.now()))
        return { data: { address } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/guest/address/confirm',
      summary: 'Confirm the address by the code that was mailed there',
      needs: 'session',
      body: Type.Object({ code: Type.String({ pattern: '^[0-9]{6}$' }) }, closed),
      reply: done,
      async handle({ identity, body: { code } }) {
        const { tenantId } = await guestOf(database, identity!)
        await explainedGuest(() => confirmAddress(database, tenantId, code, Date.now()))
        const state = await readGuestState(database, tenantId)
        return { data: { address: state?.address ?? '' } }
      },
    }),
  ]
}

/** Throws Problem 404 in a tenant that is none of a guest. */
async function guestOf(
  database: Database,
  { caller, session }: Identity,
): Promise<{ state: GuestState; tenantId: number; personId: number }> {
  const state = await readGuestState(database, caller.tenantId)
  if (!state || !session) throw new Problem(404, 'not-found', 'This tenant is none of a guest: it has no end.')
  return { state, tenantId: caller.tenantId, personId: session.personId }
}

async function explainedGuest<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TenantError)) throw error
    if (error.code === 'not-found') throw notOffered()
    if (error.code === 'not-confirmed') throw new Problem(422, error.code, error.message)
    throw new Problem(409, error.code, error.message)
  }
}

function notOffered(): Problem {
  return new Problem(
    404,
    'not-offered',
    'Nobody can open a tenant for that here. Who runs this server may have switched it off.',
  )
}
