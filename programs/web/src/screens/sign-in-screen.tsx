import { type Api, Button, CopyCommand, RequestProblem, TextField, ThemeToggle } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { Brand } from '../shell/brand.tsx'
import classes from './sign-in-screen.module.css'

/** Signing in by one-time link. The secret stands after `#`, so no server or proxy on the way has seen it. */
export function SignInScreen({ api }: { api: Api }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [secret, setSecret] = useState(() => secretOf(location.hash))
  const [pasted, setPasted] = useState('')

  // As a query it is asked once for a secret, however often this is drawn: a link works only once.
  const attempt = useQuery({
    queryKey: ['sign-in', secret],
    enabled: secret !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: () => api.send<{ data: { expiresAt: string } }>('POST', '/session', { link: secret }),
  })

  useEffect(() => {
    if (location.hash !== '') history.replaceState(null, '', location.pathname)
  }, [])
  useEffect(() => {
    if (!attempt.isSuccess) return
    if (location.pathname === '/sign-in') router.history.replace('/')
    void queries.resetQueries({ queryKey: ['session'] })
  }, [attempt.isSuccess, queries, router])

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    setSecret(secretOf(pasted))
  }

  const problem = attempt.error instanceof RequestProblem ? attempt.error.message : undefined
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
            <h1 className={classes.title}>Sign in with a one-time link</h1>
            <p className={classes.words}>On the machine that runs the server, in the checkout:</p>
            <CopyCommand command="./holdfast login" />
            <p className={classes.words}>
              It prints a link for this address. It works once, for 15 minutes. Open it, or paste it here:
            </p>
            <form onSubmit={onSubmit}>
              <TextField
                label="Link"
                value={pasted}
                onChange={setPasted}
                error={problem}
                mono
                autoComplete="one-time-code"
              />
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
