import { createReadStream } from 'node:fs'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { RateLimiter } from '../../access/index.ts'
import {
  type EnrolmentRequest,
  type EpochRequest,
  type HeartbeatRequest,
  limits,
  requestHeaders,
} from '../../envelope/index.ts'
import type { AuthenticSource, Intake } from '../../intake/index.ts'
import type { SignedCommand } from '../../trust/index.ts'
import { countRequest } from '../api/mount-routes.ts'
import { Problem, stillPacking } from '../conventions/problem.ts'
import { type AgentFiles, archiveWithin } from './agent-files.ts'

/** Where sources speak with the server; fixed for all time, since agents are out there. */
export const agentRoot = '/agent/v1'

const longestWaitSeconds = 30
const mostMessageBytes = 256 * 1024

export interface AgentOptions {
  readonly intake: Intake
  /** Commands that wait for a source; resolves with none when there are none within the time, or when stopped. */
  readonly commands: (source: AuthenticSource, waitMs: number, stop: AbortSignal) => Promise<readonly SignedCommand[]>
  readonly files: AgentFiles
  /** Aborted when the server stops. */
  readonly ending: AbortSignal
}

/** Enrolment, envelopes, signs of life, commands, and what an installation of an agent downloads. */
export function mountAgentRoutes(app: FastifyInstance, options: AgentOptions): void {
  const { intake, commands, files } = options
  // A fleet behind one address enrols at once; guessing a key of 192 bits is hopeless at any speed.
  const enrolments = new RateLimiter({ quota: 600, windowSeconds: 60 })
  app.register(
    async (agent) => {
      // Bodies stay as they came: their bytes are signed.
      agent.removeAllContentTypeParsers()
      agent.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
      agent.addHook('onSend', async (_, reply) => void reply.header('cache-control', 'no-store'))

      agent.post('/enrolment', { bodyLimit: mostMessageBytes }, async (request, reply) => {
        countRequest(reply, enrolments, request.ip, 'enrolment')
        return intake.enrol(readJson<EnrolmentRequest>(request))
      })
      agent.post('/heartbeat', { bodyLimit: mostMessageBytes }, async (request) => {
        const source = await authenticate(intake, request)
        return intake.heartbeat(source, readJson<HeartbeatRequest>(request))
      })
      agent.post('/epochs', { bodyLimit: mostMessageBytes }, async (request) => {
        const source = await authenticate(intake, request)
        return intake.openEpoch(source, readJson<EpochRequest>(request))
      })
      agent.post('/envelopes', { bodyLimit: limits.batchBytes }, async (request) => {
        const source = String(request.headers[requestHeaders.source] ?? '')
        return intake.receive(source, bytesOf(request))
      })
      agent.get('/commands', async (request, reply) => {
        const source = await authenticate(intake, request)
        const asked = Number((request.query as { wait?: unknown }).wait ?? 0)
        const seconds = Number.isFinite(asked) ? Math.min(longestWaitSeconds, Math.max(0, asked)) : 0
        const gone = new AbortController()
        reply.raw.once('close', () => gone.abort())
        const found = await commands(source, seconds * 1000, AbortSignal.any([gone.signal, options.ending]))
        return { commands: found }
      })

      agent.get('/install.sh', async (_, reply) =>
        reply.type('text/x-shellscript; charset=utf-8').send(files.installScript()),
      )
      agent.get('/authority.pem', async (_, reply) => reply.type('application/x-pem-file').send(files.authority()))
      agent.get('/archive/:platform', async (request, reply) => {
        const { platform } = request.params as { platform: string }
        const archive = await archiveWithin(files, platform, longestWaitSeconds * 1000)
        if (archive === 'packing') throw stillPacking(platform)
        if (!archive) throw new Problem(404, 'not-found', `There is no agent for ${platform.slice(0, 40)} here.`)
        reply.header('content-length', String(archive.size)).header('etag', `"${archive.sha256}"`)
        reply.header('content-disposition', `attachment; filename="${archive.name}"`)
        return reply.type('application/gzip').send(createReadStream(archive.path))
      })
    },
    { prefix: agentRoot },
  )
}

function authenticate(intake: Intake, request: FastifyRequest): Promise<AuthenticSource> {
  const { method, url: path, headers } = request
  return intake.authenticate({ method, path, headers, ...(request.body !== undefined && { body: bytesOf(request) }) })
}

function bytesOf(request: FastifyRequest): Uint8Array {
  return Buffer.isBuffer(request.body) ? request.body : new Uint8Array()
}

function readJson<T>(request: FastifyRequest): T {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(request))) as T
  } catch (cause) {
    throw new Problem(400, 'invalid-json', 'The body is no JSON in UTF-8.', { cause })
  }
}
