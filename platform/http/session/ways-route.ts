import { Type } from 'typebox'
import { findsByDomain, meansInUse, offeredProviders, passkeyHost, pendingWays } from '../../sign-in/index.ts'
import type { Database } from '../../store/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { attemptOf } from './finish-sign-in.ts'

/** What the sign-in screen can offer. */
export function waysRoutes(database: Database): readonly DoorRoute[] {
  return [
    doorRoute({
      method: 'GET',
      path: '/session/ways',
      summary: 'How one can sign in at this door, and what a sign-in on its way waits for',
      needs: 'nobody',
      reply: Type.Object({
        data: Type.Object({
          passwords: Type.Boolean({ description: 'True where anybody here has a password.' }),
          passkeys: Type.Boolean({
            description: 'True where this door can take them and anybody has one of this host.',
          }),
          whyNoPasskeys: Type.Union([Type.String(), Type.Null()]),
          providers: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }), {
            description: 'Identity providers that are shown to everybody.',
          }),
          byDomain: Type.Boolean({
            description:
              'True where there are others, which the domain of an e-mail address finds: POST /session/providers.',
          }),
          pending: Type.Union([Type.Array(Type.Enum(['totp', 'recovery', 'passkey'])), Type.Null()], {
            description: 'Second factors that this browser’s sign-in waits for; null when none is on its way.',
          }),
        }),
      }),
      async handle({ raw }) {
        const { door } = raw.facts
        const host = passkeyHost(door, raw.headers.host)
        const secret = attemptOf(raw)
        const pending = secret === undefined ? undefined : await pendingWays(database, secret, door)
        return {
          data: {
            ...(await meansInUse(database, typeof host === 'string' ? undefined : host.rpId)),
            whyNoPasskeys: typeof host === 'string' ? host : null,
            providers: await offeredProviders(database),
            byDomain: await findsByDomain(database),
            pending: pending ?? null,
          },
        }
      },
    }),
  ]
}
