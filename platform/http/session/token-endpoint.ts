import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  covers,
  findClient,
  grantAccess,
  permissionsOf,
  permitted,
  RateLimiter,
  type TokenHolder,
} from '../../access/index.ts'
import { recordAudit } from '../../audit/index.ts'
import type { Permission, TenantTransaction } from '../../contract/index.ts'
import type { Database } from '../../store/index.ts'
import { asProblem } from '../reply/problem-reply.ts'

/** Where programs exchange the secret of their service account for a token of minutes (RFC 6749 §4.4). */
export const tokenEndpoint = '/oauth/token'

const mostBodyBytes = 16 * 1024
const formType = 'application/x-www-form-urlencoded'

type ErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'temporarily_unavailable'

/** A refusal as RFC 6749 §5.2 has it. */
class TokenError extends Error {
  override readonly name = 'TokenError'
  readonly code: ErrorCode
  readonly status: number
  /** The client showed who it is in the header: then it is told there that it failed. */
  readonly byHeader: boolean

  constructor(code: ErrorCode, message: string, more: { readonly status?: number; readonly byHeader?: boolean } = {}) {
    super(message)
    this.code = code
    this.status = more.status ?? 400
    this.byHeader = more.byHeader ?? false
  }
}

interface Client {
  readonly id: string
  readonly secret: string
  readonly byHeader: boolean
}

/** OAuth 2.0 client credentials for service accounts: the id of the account and one of its tokens for a short-lived one. */
export function mountTokenEndpoint(
  app: FastifyInstance,
  { database, permissions }: { readonly database: Database; readonly permissions: ReadonlySet<Permission> },
): void {
  const tries = new RateLimiter({ quota: 120, windowSeconds: 60 })
  app.register(async (oauth) => {
    oauth.removeAllContentTypeParsers()
    oauth.addContentTypeParser('*', { parseAs: 'string', bodyLimit: mostBodyBytes }, (_, body, done) =>
      done(null, body),
    )
    oauth.addHook('onSend', async (_, reply) => void reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' }))
    oauth.setErrorHandler(sendTokenError)
    oauth.post(tokenEndpoint, async (request, reply) => {
      const { allowed, resetSeconds } = tries.take(request.ip)
      if (!allowed) {
        reply.header('retry-after', String(resetSeconds))
        throw new TokenError('temporarily_unavailable', 'Too many requests. Wait a minute.', { status: 429 })
      }
      const form = readForm(request)
      const client = clientOf(request, form)
      const grant = form.get('grant_type')
      if (grant === undefined) throw new TokenError('invalid_request', 'Say grant_type.')
      const { id, secret, byHeader } = client
      const holder = await findClient(database, { id, secret, address: request.ip })
      if (!holder) {
        request.log.warn({ address: request.ip }, 'client refused')
        throw new TokenError('invalid_client', 'Unknown client, wrong secret, or it has ended.', {
          status: 401,
          byHeader,
        })
      }
      if (grant !== 'client_credentials')
        throw new TokenError('unsupported_grant_type', 'The only grant type here is client_credentials.')
      const scopes = scopesOf(form.get('scope'), holder, permissions)
      const made = await grantAccess(database, holder, scopes)
      await note(database, holder, { scopes, address: request.ip, traceId: request.id })
      return {
        access_token: made.secret,
        token_type: 'Bearer',
        expires_in: made.seconds,
        scope: scopes.join(' '),
      }
    })
  })
}

/** Parameters by their names; one without a value counts as absent, one that is said twice is refused (RFC 6749 §3.2). */
function readForm(request: FastifyRequest): ReadonlyMap<string, string> {
  const type = String(request.headers['content-type'] ?? '')
    .split(';')[0]!
    .trim()
    .toLowerCase()
  if (type !== formType) throw new TokenError('invalid_request', `The body is to be ${formType}.`)
  const form = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(typeof request.body === 'string' ? request.body : '')) {
    if (value === '') continue
    if (form.has(name)) throw new TokenError('invalid_request', `${name.slice(0, 40)} is said twice.`)
    form.set(name, value)
  }
  return form
}

/** Who the client says it is: in the header, or in the body, and in one of them only (RFC 6749 §2.3). */
function clientOf(request: FastifyRequest, form: ReadonlyMap<string, string>): Client {
  const { authorization } = request.headers
  if (authorization === undefined) {
    const [id, secret] = [form.get('client_id'), form.get('client_secret')]
    if (id !== undefined && secret !== undefined) return { id, secret, byHeader: false }
    throw new TokenError('invalid_client', 'Show client_id and client_secret.', { status: 401 })
  }
  if (form.has('client_secret'))
    throw new TokenError('invalid_request', 'Show the secret in the header or in the body, not in both.')
  const [, text = ''] = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? []
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(text, 'base64').toString('utf8')) ?? []
  const failed = new TokenError('invalid_client', 'The header is to be Basic, with client id and secret.', {
    status: 401,
    byHeader: true,
  })
  if (!id || !secret) throw failed
  const decoded = { id: formDecoded(id), secret: formDecoded(secret), byHeader: true }
  if (decoded.id === undefined || decoded.secret === undefined) throw failed
  if (form.has('client_id') && form.get('client_id') !== decoded.id)
    throw new TokenError('invalid_request', 'The header and client_id name different clients.')
  return { id: decoded.id, secret: decoded.secret, byHeader: true }
}

/** Both halves of the header are encoded like a form first (RFC 6749 §2.3.1). */
function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** Patterns of permissions: those that were asked for, each within what the token may; all that it may where none was. */
function scopesOf(
  asked: string | undefined,
  { scopes, serviceRole, serviceOwnPermissions }: TokenHolder,
  all: ReadonlySet<Permission>,
): readonly string[] {
  if (asked === undefined) return scopes
  const most = serviceRole === null ? all : permissionsOf(serviceRole, all, serviceOwnPermissions)
  const may = permitted(scopes, most)
  const wanted = [...new Set(asked.split(' ').filter((scope) => scope !== ''))]
  if (wanted.length === 0 || wanted.length > 100) throw new TokenError('invalid_scope', 'Name 1 to 100 scopes.')
  for (const scope of wanted) {
    const covered = [...all].filter((permission) => covers(scope, permission))
    if (covered.length === 0) throw new TokenError('invalid_scope', 'A scope covers no permission that exists.')
    if (covered.some((permission) => !may.has(permission)))
      throw new TokenError('invalid_scope', 'A scope covers more than this client may.')
  }
  return wanted
}

async function note(
  database: Database,
  { tenantId, tokenId, tokenName }: TokenHolder,
  {
    scopes,
    address,
    traceId,
  }: { readonly scopes: readonly string[]; readonly address: string; readonly traceId: string },
): Promise<void> {
  await database.asTenant(tenantId, (tx) =>
    recordAudit(tx as unknown as TenantTransaction, {
      actor: { kind: 'token', id: tokenId, name: tokenName },
      action: 'POST /oauth/token',
      target: tokenId,
      after: { scopes: [...scopes] },
      address,
      traceId,
    }),
  )
}

function sendTokenError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = error instanceof TokenError ? error : undefined
  if (known?.byHeader) reply.header('www-authenticate', 'Basic realm="holdfast", charset="UTF-8"')
  const problem = known ? undefined : asProblem(error)
  if (!known && (!problem || problem.status >= 500)) {
    request.log.error({ err: error }, 'request failed')
    return reply.code(503).send({ error: 'temporarily_unavailable', error_description: 'Something went wrong here.' })
  }
  const code = known?.code ?? 'invalid_request'
  const words = known?.message ?? problem!.message
  // Of a description only these characters are allowed.
  const plain = words.replace(/[^\x20-\x21\x23-\x5B\x5D-\x7E]/g, "'")
  return reply.code(known?.status ?? 400).send({ error: code, error_description: plain })
}
