import { Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../contract/index.ts'
import { keepProof, lookUpProof, type OidcContext, readDomains, recordOfDomain } from '../../sign-in/index.ts'
import { notFound } from '../conventions/problem.ts'
import { many, one, wholeList } from '../conventions/reply-schemas.ts'

const domainSchema = Type.Object({
  domain: Type.String(),
  counts: Type.Boolean({
    description: 'Its people are led to this organisation’s providers, and may join by them where a provider says so.',
  }),
  provedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  record: Type.Object(
    { name: Type.String(), value: Type.String() },
    { description: 'The TXT record that proves whose it is.' },
  ),
})

/** Domains of e-mail addresses that identity providers stand for, and the proof that they are the tenant's. */
export function domainRoutes({ lookUpTexts }: OidcContext): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/security/domains',
      summary: 'Domains that identity providers of this organisation name, which of them count, and how each is proved',
      permission: 'security:read',
      reply: many(domainSchema),
      async handle({ tx }) {
        return { data: await allDomains(tx), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/security/domains/:domain/prove',
      summary: 'Look in its DNS whether a domain is this organisation’s; a proof that is gone there counts no longer',
      permission: 'security:write',
      params: Type.Object({ domain: Type.String({ maxLength: 253 }) }),
      reply: one(Type.Object({ proved: Type.Boolean(), words: Type.String() })),
      writes: true,
      async handle({ tx, params }) {
        const found = (await allDomains(tx)).find(({ domain }) => domain === params.domain.toLowerCase())
        if (!found) throw notFound('domain of an identity provider')
        const { proved, answered, words } = await lookUpProof(found.record, lookUpTexts)
        if (answered) await keepProof(tx, found.domain, proved)
        return { data: { proved, words } }
      },
    }),
  ]
}

async function allDomains(tx: TenantTransaction) {
  const { rows } = await tx.query<{ id: string }>('select public_id as id from tenant where id = $1', [tx.tenantId])
  return (await readDomains(tx)).map(({ domain, counts, provedAt }) => ({
    domain,
    counts,
    provedAt,
    record: recordOfDomain(domain, rows[0]!.id),
  }))
}
