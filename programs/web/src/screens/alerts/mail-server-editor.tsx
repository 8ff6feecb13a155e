import { Button, Drawer, EmptyState, RequestProblem, SelectField, TextField, toast, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import classes from './alerts.module.css'
import { errorsOf } from './errors-of.ts'
import { useDelivery, useGuardedSend, useRenewAlerts } from './use-alerts.ts'

interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string | null
  readonly from: string
  readonly ca: string | null
  readonly hasPassword: boolean
}

const usualPorts = { tls: '465', starttls: '587', none: '25' } as const

/** The mail server that the tenant sends through instead of the installation's, with a test of the one in force. */
export function MailServerEditor({ onClose }: { onClose: () => void }) {
  const api = useApi()
  const { data, isPending } = useQuery({
    queryKey: ['alerts', 'mail-server'],
    queryFn: async ({ signal }) => (await api.get<{ data: MailServer | null }>('/mail-server', { signal })).data,
  })
  // Kept here, since the form begins anew with what was saved.
  const [to, setTo] = useState('')
  if (isPending) return null
  return (
    <Editor key={JSON.stringify(data)} server={data ?? null} onClose={onClose}>
      <TestForm to={to} onTo={setTo} />
    </Editor>
  )
}

function Editor({
  server,
  onClose,
  children,
}: {
  server: MailServer | null
  onClose: () => void
  children: ReactNode
}) {
  const send = useGuardedSend()
  const renew = useRenewAlerts()
  const [draft, setDraft] = useState(() => ({
    host: server?.host ?? '',
    port: String(server?.port ?? 587),
    security: server?.security ?? ('starttls' as const),
    user: server?.user ?? '',
    password: '',
    from: server?.from ?? '',
    ca: server?.ca ?? '',
  }))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<RequestProblem>()
  const errors = errorsOf(problem)
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change })

  async function act(work: () => Promise<unknown>, message: string) {
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
      toast({ message })
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
    } finally {
      setBusy(false)
    }
  }
  const { host, port, security, user, password, from, ca } = draft
  const body = {
    ...{ host: host.trim(), port: Number(port), security, from: from.trim() },
    user: user.trim() || null,
    ca: ca.trim() || null,
    ...(password !== '' && { password }),
  }
  const missing = host.trim() === '' ? 'say the host first' : from.includes('@') ? undefined : 'say the sender first'

  return (
    <Drawer
      title="Mail server"
      onClose={onClose}
      footer={
        <>
          <Button
            look="primary"
            busy={busy}
            unavailable={missing}
            onClick={() => void act(() => send('PUT', '/mail-server', body), 'Mail goes through this server now')}
          >
            Save
          </Button>
          {server && (
            <Button
              onClick={() =>
                void act(() => send('DELETE', '/mail-server'), 'Mail goes through the server of the installation now')
              }
            >
              Use the installation’s
            </Button>
          )}
        </>
      }
    >
      {problem && <EmptyState inline kind="error" title="It was not saved" words={problem.message} />}
      <p className={classes.note}>
        {server
          ? 'Mail of this organisation goes through a server of its own.'
          : 'Mail of this organisation goes through the server of the installation, unless you name one here.'}
      </p>
      <div className={classes.form}>
        <TextField label="Host" value={host} onChange={(next) => set({ host: next })} error={errors.host} required />
        <SelectField
          label="Security"
          value={security}
          options={[
            { value: 'starttls', label: 'STARTTLS' },
            { value: 'tls', label: 'TLS from the first byte' },
            { value: 'none', label: 'None: only inside your own networks' },
          ]}
          onChange={(next) => set({ security: next, ...(port === usualPorts[security] && { port: usualPorts[next] }) })}
        />
        <TextField label="Port" value={port} onChange={(next) => set({ port: next })} error={errors.port} />
        <TextField
          label="Sender"
          value={from}
          onChange={(next) => set({ from: next })}
          error={errors.from}
          placeholder="alerts@example.org"
          required
        />
        <TextField label="User" value={user} onChange={(next) => set({ user: next })} error={errors.user} />
        <TextField
          label="Password"
          type="password"
          value={password}
          onChange={(next) => set({ password: next })}
          autoComplete="off"
          hint={server?.hasPassword ? 'One is kept. It stays where host, port, security and user stay.' : undefined}
        />
        {security !== 'none' && (
          <TextField
            label="Certificate of a private authority"
            mono
            lines={4}
            value={ca}
            onChange={(next) => set({ ca: next })}
            error={errors.ca}
            hint="PEM. Empty: the authorities that this machine trusts."
            placeholder="-----BEGIN CERTIFICATE-----"
          />
        )}
      </div>
      {children}
    </Drawer>
  )
}

/** Sends a test through what is in force, and shows what the server answered. */
function TestForm({ to, onTo }: { to: string; onTo: (to: string) => void }) {
  const api = useApi()
  const [delivery, setDelivery] = useState<string>()
  const [problem, setProblem] = useState<string>()

  async function test(event: FormEvent) {
    event.preventDefault()
    setProblem(undefined)
    setDelivery(undefined)
    try {
      const { data } = await api.send<{ data: { delivery: string } }>('POST', '/mail-server/test', { to: to.trim() })
      setDelivery(data.delivery)
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }

  return (
    <form className={classes.form} onSubmit={test}>
      <TextField
        label="Send a test to"
        value={to}
        onChange={onTo}
        error={problem}
        hint="Through the server that is saved."
        placeholder="you@example.org"
      />
      <div>
        <Button type="submit" unavailable={to.includes('@') ? undefined : 'write an address first'}>
          Send a test
        </Button>
      </div>
      <div role="status">{delivery && <Answer id={delivery} />}</div>
    </form>
  )
}

function Answer({ id }: { id: string }) {
  const { data } = useDelivery(id)
  if (!data || data.state === 'waiting' || data.state === 'sending') return <p>On its way …</p>
  return data.state === 'delivered' ? (
    <p>The server took it: {data.answer}</p>
  ) : (
    <p className={classes.problem}>It did not get through: {data.answer}</p>
  )
}
