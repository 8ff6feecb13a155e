import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  admitIdentity,
  comeFromProvider,
  goToProvider,
  linkIdentity,
  type OidcContext,
  offeredProviders,
  SignInError,
  unlinkIdentity,
} from '../../sign-in/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { notFound, Problem } from '../conventions/problem.ts'
import { belongsElsewhere, changingSession, tellAccount } from './account-change.ts'
import { explainedSignIn } from './explain-sign-in-error.ts'
import { attemptOf, countTry, finishSignIn, setAttempt } from './finish-sign-in.ts'

/** Where providers send the browser back to, below the address of the server. */
export const callbackPath = '/api/v1/session/callback'

const provider = Type.String({ maxLength: 40, description: 'Public id: idp_…' })
const returnTo = Type.Optional(Type.String({ maxLength: 2000, description: 'A page of ours to come back to.' }))
const url = Type.Object({ data: Type.Object({ url: Type.String({ description: 'To send the browser to.' }) }) })

/** Signing in through an identity provider, and binding its accounts to oneself. */
export function providerSignInRoutes(oidc: OidcContext): readonly DoorRoute[] {
  const { database } = oidc
  return [
    doorRoute({
      method: 'POST',
      path: '/session/providers',
      summary: 'The identity providers that stand for the domain of an e-mail address',
      needs: 'nobody',
      body: Type.Object(
        { email: Type.String({ maxLength: 320, pattern: '^[^\\s@]+@[^\\s@]+$' }) },
        { additionalProperties: false },
      ),
      reply: Type.Object({ data: Type.Array(Type.Object({ id: provider, name: Type.String() })) }),
      async handle({ raw, body }) {
        await countTry(database, [{ kind: 'address', key: raw.ip }])
        return {
          data: await offeredProviders(database, body.email.slice(body.email.lastIndexOf('@') + 1).toLowerCase()),
        }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/session/provider',
      summary: 'Begin to sign in through an identity provider: where to send the browser',
      needs: 'nobody',
      body: Type.Object({ provider, returnTo }, { additionalProperties: false }),
      reply: url,
      async handle({ raw, reply, body }) {
        await countTry(database, [{ kind: 'address', key: raw.ip }])
        const from = { door: raw.facts.door, redirectUri: redirectUri(raw), returnTo: ownPage(body.returnTo) }
        const begun = await quietly(raw, () => goToProvider(oidc, body.provider, from))
        setAttempt(raw, reply, begun.attempt, true)
        return { data: { url: begun.url } }
      },
    }),
    doorRoute({
      method: 'GET',
      path: '/session/callback',
      summary: 'Where an identity provider sends the browser back to; leads on to the page that one came from',
      needs: 'nobody',
      query: Type.Object({}, { additionalProperties: true }),
      reply: Type.Object({}),
      status: 303,
      async handle({ raw, reply }) {
        const attempt = attemptOf(raw)
        try {
          if (!attempt) throw new SignInError('provider-refused', 'No sign-in of this browser is on its way.')
          const back = { attempt, door: raw.facts.door, query: raw.url.slice(raw.url.indexOf('?') + 1) }
          const identity = await comeFromProvider(oidc, back)
          if (identity.linkTo) {
            await linkIdentity(database, identity)
            reply.redirect(identity.returnTo, 303)
            return undefined
          }
          const member = await admitIdentity(database, identity, { address: raw.ip, traceId: raw.id })
          // Whoever runs a provider can sign in as anybody of it: that opens their tenant, and no other that the person belongs to.
          const confined = await belongsElsewhere(database, member.personId, member.tenantId)
          const factor = identity.provider.strong ? 'oidc-strong' : 'oidc'
          await finishSignIn(database, { raw, reply }, member, [factor], { confined })
          reply.redirect(identity.returnTo, 303)
        } catch (error) {
          const code = error instanceof SignInError || error instanceof Problem ? error.code : undefined
          if (code === undefined) throw error
          raw.log.warn({ door: raw.facts.door, address: raw.ip, err: error }, 'sign-in by provider refused')
          reply.redirect(`/sign-in?refused=${code}`, 303)
        }
        return undefined
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/identities',
      summary: 'Begin to bind an account at an identity provider to yourself: where to send the browser',
      needs: 'session',
      body: Type.Object({ provider, returnTo }, { additionalProperties: false }),
      reply: url,
      async handle({ raw, reply, identity, body }) {
        const { id, personId } = await changingSession(database, identity)
        const from = {
          door: raw.facts.door,
          redirectUri: redirectUri(raw),
          returnTo: ownPage(body.returnTo ?? '/account'),
          linkTo: { personId, sessionId: id },
        }
        const begun = await explainedSignIn(() => goToProvider(oidc, body.provider, from))
        setAttempt(raw, reply, begun.attempt, true)
        await tellAccount(database, { raw, identity: identity! }, 'POST /account/identities', {
          provider: body.provider,
        })
        return { data: { url: begun.url } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/identities/unbind',
      summary: 'Unbind your account at an identity provider: it lets nobody in as you any more',
      needs: 'session',
      body: Type.Object({ issuer: Type.String({ maxLength: 500 }) }, { additionalProperties: false }),
      reply: Type.Object({ data: Type.Object({ done: Type.Boolean() }) }),
      async handle({ raw, identity, body }) {
        const { personId } = await changingSession(database, identity)
        if (!(await unlinkIdentity(database, personId, body.issuer))) throw notFound('bound account')
        await tellAccount(database, { raw, identity: identity! }, 'POST /account/identities/unbind', { ...body })
        return { data: { done: true } }
      },
    }),
  ]
}

function redirectUri(raw: FastifyRequest): string {
  return `${raw.facts.door === 'tls' ? 'https' : 'http'}://${String(raw.headers.host ?? '').toLowerCase()}${callbackPath}`
}

/** A page of ours, whatever was asked for: nobody is led elsewhere by a link to us. */
function ownPage(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) || wanted.startsWith('/api/')) return '/'
  const page = new URL(wanted, 'https://own.invalid')
  return page.origin === 'https://own.invalid' ? `${page.pathname}${page.search}` : '/'
}

/** What is wrong with a provider is told to whoever set it up, and to nobody who is not signed in. */
async function quietly<T>(raw: FastifyRequest, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SignInError) || error.code !== 'provider-refused')
      return explainedSignIn(() => Promise.reject(error))
    raw.log.warn({ err: error }, 'identity provider does not answer')
    throw new Problem(
      403,
      'provider-refused',
      'The identity provider does not answer as it must. Whoever set it up finds out why by testing it under Security.',
    )
  }
}
