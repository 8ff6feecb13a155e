import { type Api, Button, RequestProblem, TextField } from '@holdfast/design'
import { type FormEvent, useState } from 'react'
import { ProviderButtons } from './provider-buttons.tsx'
import classes from './sign-in.module.css'

interface Found {
  readonly domain: string
  readonly providers: readonly { readonly id: string; readonly name: string }[]
}

/** Finds the identity provider of an organisation by the domain of an address: the same for every address of it, whether anybody has it or not. */
export function DomainForm({ api, onProblem }: { api: Api; onProblem: (words: string | undefined) => void }) {
  const [email, setEmail] = useState('')
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<Found>()

  async function find(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    onProblem(undefined)
    try {
      const domain = email.slice(email.lastIndexOf('@') + 1).trim()
      // Only the domain leaves this page.
      const body = { email: `somebody@${domain}` }
      const { data } = await api.send<{ data: Found['providers'] }>('POST', '/session/providers', body)
      setFound({ domain, providers: data })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      onProblem(cause.message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form className={classes.form} onSubmit={find}>
      <TextField
        label="Your e-mail address at work"
        value={email}
        onChange={(text) => {
          setEmail(text)
          setFound(undefined)
        }}
        autoComplete="email"
        placeholder="you@example.org"
      />
      {found && found.providers.length > 0 ? (
        <ProviderButtons api={api} providers={found.providers} onProblem={onProblem} />
      ) : (
        <Button
          type="submit"
          busy={busy}
          unavailable={/^[^\s@]+@[^\s@]+$/.test(email.trim()) ? undefined : 'write your address first'}
        >
          Go on
        </Button>
      )}
      <p role="status" className={classes.found}>
        {found &&
          (found.providers.length > 0
            ? `${found.domain} signs in here:`
            : `No identity provider stands for ${found.domain} here. Sign in another way.`)}
      </p>
    </form>
  )
}
