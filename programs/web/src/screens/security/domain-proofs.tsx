import { Badge, Button, CopyButton, formatDate, RequestProblem, useApi, useClient } from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import classes from './security.module.css'
import { useDomains } from './security.ts'

/** Which of a provider's domains count, and for those that do not yet, what their DNS must say. */
export function DomainProofs({ of }: { of: readonly string[] }) {
  const domains = useDomains().data?.filter(({ domain }) => of.includes(domain)) ?? []
  const { may } = useClient()
  if (domains.length === 0) return null
  return (
    <section aria-label="Proof of domains" className={classes.proofs}>
      {domains.map(({ domain, counts, provedAt, record }) => (
        <div key={domain} className={classes.proof}>
          <div className={classes.proofHead}>
            <span className="mono">{domain}</span>
            {!counts && <Badge tone="medium">not proved</Badge>}
            {counts && (provedAt === null ? <Badge tone="neutral">yours</Badge> : <Badge tone="ok">proved</Badge>)}
            {counts && (
              <span className={classes.quiet}>
                {provedAt === null ? 'Who runs the installation needs no proof.' : formatDate(provedAt)}
              </span>
            )}
          </div>
          {!counts && (
            <p className={classes.quiet}>
              Nobody is led here or joins by this domain until its DNS has a TXT record <code>{record.name}</code> that
              says <code>{record.value}</code> <CopyButton text={record.value} label="Copy what it must say" />
            </p>
          )}
          {may('security:write') && (!counts || provedAt !== null) && <Prove domain={domain} again={counts} />}
        </div>
      ))}
    </section>
  )
}

function Prove({ domain, again }: { domain: string; again: boolean }) {
  const api = useApi()
  const queries = useQueryClient()
  const [words, setWords] = useState<string>()
  const look = async () => {
    try {
      type Found = { data: { proved: boolean; words: string } }
      const { data } = await api.send<Found>('POST', `/security/domains/${encodeURIComponent(domain)}/prove`)
      setWords(data.words)
      await queries.invalidateQueries({ queryKey: ['security'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setWords(cause.message)
    }
  }
  return (
    <div className={classes.proofHead}>
      <Button onClick={look}>{again ? 'Look again' : 'Look now'}</Button>
      <span role="status" className={classes.quiet}>
        {words}
      </span>
    </div>
  )
}
