import { type Api, Button, plural, RequestProblem, ThemeToggle, VerdictSentence } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Brand } from '../../shell/brand.tsx'
import { sessionQuery } from '../../shell/session.ts'
import classes from '../sign-in-screen.module.css'
import { KeepLink } from './keep-link.tsx'

interface Offer {
  readonly offer: string
  readonly title: string
  readonly days: number
  readonly isFree: boolean
}

interface Opened {
  readonly tenant: string
  readonly endsAt: string
  readonly wayBack: string
}

/** The open door of a campaign: whoever comes by gets a tenant of their own for it, and learns before when that ends. */
export function GuestScreen({ api, pack }: { api: Api; pack: string }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [opened, setOpened] = useState<Opened>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const present = useQuery(sessionQuery(api)).data
  const offers = useQuery({
    queryKey: ['guest-offers'],
    queryFn: async ({ signal }) => (await api.get<{ data: readonly Offer[] }>('/guest-offers', { signal })).data,
  })
  const offer = offers.data?.find((each) => each.offer === pack)

  async function open() {
    setBusy(true)
    setProblem(undefined)
    try {
      setOpened((await api.send<{ data: Opened }>('POST', '/guest-tenants', { offer: pack })).data)
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.status === 429 ? 'Too many were opened from here. Try again in an hour.' : cause.message)
    }
    setBusy(false)
  }
  function goIn() {
    queries.clear()
    router.history.replace('/campaigns')
  }

  return (
    <main className={classes.root}>
      <title>Guests · Holdfast</title>
      <div className={classes.theme}>
        <ThemeToggle />
      </div>
      <div className={classes.card}>
        <Brand />
        {opened ? (
          <>
            <h1 className={classes.title}>Your tenant is ready</h1>
            <KeepLink wayBack={opened.wayBack} endsAt={opened.endsAt} />
            <div className={classes.actions}>
              <Button look="primary" onClick={goIn}>
                Go to the campaign
              </Button>
            </div>
          </>
        ) : offers.isPending ? (
          <p role="status" className={classes.words}>
            Asking what is offered …
          </p>
        ) : offers.error ? (
          <div role="alert">
            <VerdictSentence tone="high" lead={offers.error.message} />
          </div>
        ) : !offer ? (
          <>
            <h1 className={classes.title}>Nobody is let in here for that</h1>
            <p className={classes.words}>
              Guests come in only for outbreaks for which whoever runs this server lets them, and “{pack}” is none of
              these now.
            </p>
            <div className={classes.actions}>
              <Button href="/sign-in">Sign in</Button>
            </div>
          </>
        ) : (
          <>
            <h1 className={classes.title}>Are you through with {offer.title}?</h1>
            <p className={classes.words}>
              Open a tenant of your own for this one outbreak: let your hosts tell what is installed, by an agent, a
              recording or a bill of materials, and see which can be exploited, which are out of danger, and of which
              nobody knows. Nobody else looks into it, and no address is asked for.
            </p>
            <p className={classes.words}>
              <b>After {plural(offer.days, 'day')} it ends, and everything in it is erased.</b> Until then all of it can
              be taken along as one file.
            </p>
            {present && (
              <p className={classes.words}>
                You are signed in here as {present.data.person.name}; this browser leaves that for the new tenant.
              </p>
            )}
            {problem !== undefined && (
              <div role="alert">
                <VerdictSentence tone="high" lead={problem} />
              </div>
            )}
            {offer.isFree ? (
              <div className={classes.actions}>
                <Button look="primary" busy={busy} onClick={() => void open()}>
                  Open a tenant
                </Button>
              </div>
            ) : (
              <VerdictSentence tone="medium" lead="As many guests are here as may be.">
                Try again another day, or ask who runs this server.
              </VerdictSentence>
            )}
          </>
        )}
      </div>
    </main>
  )
}
