import {
  type Api,
  Button,
  formatDayTime,
  RequestProblem,
  TextField,
  ThemeToggle,
  VerdictSentence,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { Brand } from '../../shell/brand.tsx'
import { sessionQuery } from '../../shell/session.ts'
import type { SignInAnswer } from '../sign-in/ways.ts'
import classes from '../sign-in-screen.module.css'
import own from './join.module.css'

interface Offered {
  readonly kind: 'join' | 'sign-in'
  readonly name: string
  readonly tenantName: string
  readonly roleTitle: string
  readonly invitedBy: string
  readonly expiresAt: string
}

/** What an invitation says, and the way in. The link is used up by the button only: programs that look at links before people do use up nothing. */
export function JoinScreen({ api }: { api: Api }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [secret] = useState(() => location.hash.slice(1, 201))
  const [name, setName] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const present = useQuery(sessionQuery(api)).data
  const offered = useQuery({
    queryKey: ['invitation', secret],
    enabled: secret !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await api.send<{ data: Offered }>('POST', '/invitation', { secret })).data,
  })

  useEffect(() => {
    // The secret leaves the address as soon as it is read.
    if (location.hash !== '') history.replaceState(null, '', location.pathname)
  }, [])

  const { data } = offered
  const joinsAs = present && data?.kind === 'join' ? present.data.person.name : undefined

  async function accept(event: FormEvent, asPresent = joinsAs !== undefined) {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    try {
      const called = name?.trim()
      const { data } = await api.send<SignInAnswer>('POST', '/invitation/accept', {
        secret,
        ...(asPresent ? { present: true } : called && { name: called }),
      })
      queries.clear()
      router.history.replace(data.state === 'second-factor' ? '/sign-in' : '/')
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
      setBusy(false)
    }
  }

  const refused =
    secret === '' ? 'There is no invitation in this address. Open the whole link.' : offered.error?.message
  return (
    <main className={classes.root}>
      <title>Invitation · Holdfast</title>
      <div className={classes.theme}>
        <ThemeToggle />
      </div>
      <div className={classes.card}>
        <Brand />
        {refused !== undefined ? (
          <>
            <h1 className={classes.title}>This link lets nobody in</h1>
            <div role="alert">
              <VerdictSentence tone="high" lead={refused} />
            </div>
          </>
        ) : !data ? (
          <p role="status" className={classes.words}>
            Reading the invitation …
          </p>
        ) : (
          <form className={own.form} onSubmit={accept}>
            <h1 className={classes.title}>
              {data.kind === 'join' ? `Join ${data.tenantName}` : `Sign in to ${data.tenantName} again`}
            </h1>
            <p className={classes.words}>
              {data.invitedBy.replace(/ \([a-z]+_\w+\)$/, '')}{' '}
              {data.kind === 'join' ? `invites you as ${data.roleTitle}.` : `lets you in again, ${data.name}.`} The link
              works once, until {formatDayTime(data.expiresAt)}.
            </p>
            {data.kind === 'join' && joinsAs === undefined && (
              <TextField
                label="Your name, as others here see it"
                value={name ?? data.name}
                onChange={setName}
                autoComplete="name"
                autoFocus
              />
            )}
            {joinsAs !== undefined && (
              <p className={classes.words}>
                You are signed in here as {joinsAs}, and join as the same person: both tenants are yours to switch
                between.
              </p>
            )}
            {present && joinsAs === undefined && (
              <p className={classes.words}>
                You are signed in here as {present.data.person.name}; this browser leaves that for the new sign-in.
              </p>
            )}
            {problem && (
              <div role="alert">
                <VerdictSentence tone="high" lead={problem} />
              </div>
            )}
            <div className={classes.actions}>
              <Button look="primary" type="submit" busy={busy}>
                {data.kind !== 'join' ? 'Sign in' : joinsAs === undefined ? 'Join' : `Join as ${joinsAs}`}
              </Button>
              {joinsAs !== undefined && (
                <Button busy={busy} onClick={(event) => accept(event as unknown as FormEvent, false)}>
                  Join as somebody new
                </Button>
              )}
            </div>
          </form>
        )}
      </div>
    </main>
  )
}
