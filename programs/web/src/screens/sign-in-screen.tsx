import { type Api, Button, RequestProblem, ThemeToggle, VerdictSentence } from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Brand } from '../shell/brand.tsx'
import { CodeForm } from './sign-in/code-form.tsx'
import { DomainForm } from './sign-in/domain-form.tsx'
import { LinkForm } from './sign-in/link-form.tsx'
import { PasskeyButton } from './sign-in/passkey-button.tsx'
import { PasswordForm } from './sign-in/password-form.tsx'
import { ProviderButtons } from './sign-in/provider-buttons.tsx'
import { secretOf } from './sign-in/secret-of.ts'
import own from './sign-in/sign-in.module.css'
import { refusals, type SignInAnswer, useWays, type Way } from './sign-in/ways.ts'
import classes from './sign-in-screen.module.css'

/** Signing in, by whatever this door and this installation have. The secret of a link stands after `#`, so no server or proxy on the way has seen it. */
export function SignInScreen({ api }: { api: Api }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [{ secret, round }, setTried] = useState(() => ({ secret: secretOf(location.hash), round: 0 }))
  const [problem, setProblem] = useState<string | undefined>(refusalOf)
  const [asked, setAsked] = useState<readonly Way[] | null>()
  const ways = useWays(api)
  const tryLink = (link: string) => {
    setProblem(undefined)
    setTried((last) => ({ secret: secretOf(link), round: last.round + 1 }))
  }

  // As a query it is asked once for a try, however often this is drawn: a link works only once.
  const attempt = useQuery({
    queryKey: ['sign-in', secret, round],
    enabled: secret !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: () => api.send<SignInAnswer>('POST', '/session', { link: secret }),
  })

  useEffect(() => {
    // The secret leaves the address as soon as it is read; a link opened in this very window changes the hash alone.
    const read = () => {
      if (location.hash === '') return
      tryLink(location.hash)
      history.replaceState(null, '', location.pathname)
    }
    if (location.hash !== '' || location.search.includes('refused=')) history.replaceState(null, '', location.pathname)
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }, [])

  function onAnswer({ data }: SignInAnswer) {
    setProblem(undefined)
    if (data.state === 'second-factor') return setAsked(data.ways)
    if (location.pathname === '/sign-in') router.history.replace('/')
    void queries.resetQueries({ queryKey: ['session'] })
  }
  useEffect(() => {
    if (attempt.data) onAnswer(attempt.data)
  }, [attempt.data])

  const linkProblem = attempt.error instanceof RequestProblem ? attempt.error : undefined
  const unreachable = linkProblem?.passing === true
  const pending = asked === undefined ? (ways.data?.pending ?? null) : asked
  const isKnown = Boolean(queries.getQueryData(['session']))
  const { passwords = false, passkeys = false, providers = [], byDomain = false } = ways.data ?? {}
  const familiar = passwords || passkeys || providers.length > 0 || byDomain
  const words = problem ?? (unreachable ? undefined : linkProblem?.message)
  const title = unreachable
    ? 'The server does not answer'
    : linkProblem
      ? 'This link lets nobody in'
      : pending
        ? 'Your second factor'
        : familiar
          ? 'Sign in'
          : 'Sign in with a one-time link'
  const link = <LinkForm again={linkProblem !== undefined} onLink={tryLink} />
  const answers = { api, onAnswer, onProblem: setProblem }
  return (
    <main className={classes.root}>
      <title>Sign in · Holdfast</title>
      <div className={classes.theme}>
        <ThemeToggle />
      </div>
      <div className={classes.card}>
        <Brand />
        {(secret !== '' && !attempt.isError && !pending) || ways.isPending ? (
          <p role="status" className={classes.words}>
            {secret === '' ? 'One moment …' : 'Signing in …'}
          </p>
        ) : (
          <>
            <h1 className={classes.title}>{title}</h1>
            {words !== undefined && (
              <div role="alert">
                <VerdictSentence tone="high" lead={words} />
              </div>
            )}
            {unreachable ? (
              <div className={classes.actions}>
                <Button look="primary" onClick={() => tryLink(secret)}>
                  Try again
                </Button>
              </div>
            ) : pending ? (
              <>
                <CodeForm {...answers} ways={pending} onAgain={() => setAsked(null)} />
                {pending.includes('passkey') && <PasskeyButton {...answers} />}
                {pending.length === 0 && (
                  <p className={classes.words}>
                    Your second factor is a passkey, which works at the TLS door: open Holdfast by https and the name of
                    its host.
                  </p>
                )}
                <div className={classes.actions}>
                  <Button look="quiet" onClick={() => setAsked(null)}>
                    Begin again
                  </Button>
                </div>
              </>
            ) : (
              <>
                {passwords && <PasswordForm {...answers} />}
                {(passkeys || providers.length > 0) && (
                  <div className={own.ways}>
                    {passkeys && <PasskeyButton {...answers} />}
                    <ProviderButtons api={api} providers={providers} onProblem={setProblem} />
                  </div>
                )}
                {byDomain &&
                  (passwords || passkeys || providers.length > 0 ? (
                    <details className={own.other}>
                      <summary>With the account of your organisation</summary>
                      <DomainForm api={api} onProblem={setProblem} />
                    </details>
                  ) : (
                    <DomainForm api={api} onProblem={setProblem} />
                  ))}
                {familiar ? (
                  <details className={own.other} open={linkProblem !== undefined}>
                    <summary>With a one-time link</summary>
                    {link}
                  </details>
                ) : (
                  link
                )}
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

/** Why an identity provider's sign-in led here instead of in. */
function refusalOf(): string | undefined {
  const code = new URLSearchParams(location.search).get('refused') ?? ''
  return Object.hasOwn(refusals, code) ? refusals[code] : undefined
}
