import {
  type Api,
  Button,
  CopyCommand,
  RequestProblem,
  TextField,
  ThemeToggle,
  VerdictSentence,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { Brand } from '../shell/brand.tsx'
import classes from './sign-in-screen.module.css'

/** Signing in by one-time link. The secret stands after `#`, so no server or proxy on the way has seen it. */
export function SignInScreen({ api }: { api: Api }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [{ secret, round }, setTried] = useState(() => ({ secret: secretOf(location.hash), round: 0 }))
  const [pasted, setPasted] = useState('')
  const tryLink = (link: string) => setTried((last) => ({ secret: secretOf(link), round: last.round + 1 }))

  // As a query it is asked once for a try, however often this is drawn: a link works only once.
  const attempt = useQuery({
    queryKey: ['sign-in', secret, round],
    enabled: secret !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: () => api.send<{ data: { expiresAt: string } }>('POST', '/session', { link: secret }),
  })

  useEffect(() => {
    // The secret leaves the address as soon as it is read; a link opened in this very window changes the hash alone.
    const read = () => {
      if (location.hash === '') return
      tryLink(location.hash)
      history.replaceState(null, '', location.pathname)
    }
    if (location.hash !== '') history.replaceState(null, '', location.pathname)
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }, [])
  useEffect(() => {
    if (!attempt.isSuccess) return
    if (location.pathname === '/sign-in') router.history.replace('/')
    void queries.resetQueries({ queryKey: ['session'] })
  }, [attempt.isSuccess, queries, router])

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    tryLink(pasted)
  }

  const problem = attempt.error instanceof RequestProblem ? attempt.error : undefined
  const unreachable = problem?.passing === true
  const isKnown = queries.getQueryData(['session']) !== null
  return (
    <main className={classes.root}>
      <title>Sign in · Holdfast</title>
      <div className={classes.theme}>
        <ThemeToggle />
      </div>
      <div className={classes.card}>
        <Brand />
        {secret !== '' && !attempt.isError ? (
          <p role="status" className={classes.words}>
            Signing in …
          </p>
        ) : (
          <>
            <h1 className={classes.title}>
              {!problem
                ? 'Sign in with a one-time link'
                : unreachable
                  ? 'The server does not answer'
                  : 'This link lets nobody in'}
            </h1>
            {problem && (
              <div role="alert">
                <VerdictSentence tone="high" lead={problem.message} />
              </div>
            )}
            {unreachable ? (
              <div className={classes.actions}>
                <Button look="primary" onClick={() => tryLink(secret)}>
                  Try again
                </Button>
              </div>
            ) : (
              <>
                <p className={classes.words}>
                  {problem ? 'A new link: on' : 'On'} the machine that runs the server, in the checkout:
                </p>
                <CopyCommand command="./holdfast login" />
                <p className={classes.words}>
                  It prints a link for this address. It works once, for 15 minutes. Open it, or paste it here:
                </p>
                <form onSubmit={onSubmit}>
                  <TextField label="Link" value={pasted} onChange={setPasted} mono autoComplete="one-time-code" />
                  <Button
                    look="primary"
                    type="submit"
                    unavailable={secretOf(pasted) === '' ? 'paste a link first' : undefined}
                  >
                    Sign in
                  </Button>
                </form>
              </>
            )}
            {isKnown && (
              <p className={classes.words}>
                You are signed in here already: <a href="/">go on</a>.
              </p>
            )}
          </>
        )}
      </div>
    </main>
  )
}

/** What follows `#` in a link, or the bare secret. */
function secretOf(text: string): string {
  return text
    .slice(text.lastIndexOf('#') + 1)
    .trim()
    .slice(0, 200)
}
