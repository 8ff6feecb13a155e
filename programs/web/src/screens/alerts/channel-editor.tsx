import {
  Button,
  ChoiceBar,
  CopyButton,
  Drawer,
  EmptyState,
  RequestProblem,
  SelectField,
  TextField,
  toast,
  useApi,
} from '@holdfast/design'
import { useState } from 'react'
import type { Channel } from './alert.ts'
import classes from './alerts.module.css'
import { errorsOf } from './errors-of.ts'
import { useGuardedSend, useRenewAlerts } from './use-alerts.ts'

const empty = {
  name: '',
  kind: 'mail' as Channel['kind'],
  to: '',
  secretUrl: '',
  webhookFormat: 'holdfast' as 'holdfast' | 'slack',
  host: '',
  port: '6514',
  transport: 'tls' as 'tls' | 'tcp' | 'udp',
  syslogFormat: 'cef' as 'plain' | 'cef',
  ca: '',
}
type Draft = typeof empty

function draftOf({ name, kind, mail, webhook, syslog }: Channel): Draft {
  return {
    ...empty,
    name,
    kind,
    to: mail?.to.join(', ') ?? '',
    webhookFormat: webhook?.format ?? 'holdfast',
    host: syslog?.host ?? '',
    port: String(syslog?.port ?? 6514),
    transport: syslog?.transport ?? 'tls',
    syslogFormat: syslog?.format ?? 'cef',
    ca: webhook?.ca ?? syslog?.ca ?? '',
  }
}

function bodyOf({ name, kind, to, secretUrl, webhookFormat, host, port, transport, syslogFormat, ca }: Draft) {
  const authority = ca.trim() === '' ? null : ca
  if (kind === 'mail') return { name: name.trim(), mail: { to: to.split(/[\s,;]+/).filter(Boolean) } }
  if (kind === 'webhook')
    return {
      name: name.trim(),
      webhook: { format: webhookFormat, ca: authority, ...(secretUrl.trim() && { secretUrl: secretUrl.trim() }) },
    }
  return { name: name.trim(), syslog: { host, port: Number(port), transport, format: syslogFormat, ca: authority } }
}

/** Makes a channel, or changes one. What a webhook is signed with is shown once. */
export function ChannelEditor({ channel, onClose }: { channel?: Channel; onClose: () => void }) {
  const api = useApi()
  const send = useGuardedSend()
  const renew = useRenewAlerts()
  const [draft, setDraft] = useState(() => (channel ? draftOf(channel) : empty))
  const [problem, setProblem] = useState<RequestProblem>()
  const [busy, setBusy] = useState(false)
  const [secret, setSecret] = useState<string>()
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const errors = errorsOf(problem)

  async function save() {
    setBusy(true)
    setProblem(undefined)
    try {
      if (channel) {
        await send('PATCH', `/channels/${encodeURIComponent(channel.id)}`, bodyOf(draft))
        onClose()
      } else {
        const { data } = await api.send<{ data: { secret: string | null } }>('POST', '/channels', bodyOf(draft))
        if (data.secret === null) onClose()
        else setSecret(data.secret)
      }
      toast({ message: channel ? `Changed “${draft.name}”` : `Made “${draft.name}”` })
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
    } finally {
      setBusy(false)
    }
  }

  if (secret) return <MadeSecret name={draft.name} secret={secret} onClose={onClose} />
  return (
    <Drawer
      title={channel ? `Change “${channel.name}”` : 'New channel'}
      onClose={onClose}
      footer={
        <>
          <Button look="primary" busy={busy} onClick={save}>
            {channel ? 'Save' : 'Make the channel'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      {problem && <EmptyState inline kind="error" title="It was not saved" words={problem.message} />}
      <div className={classes.form}>
        <TextField
          label="Name"
          value={draft.name}
          onChange={(name) => set({ name })}
          error={errors.name}
          autoFocus={!channel}
          required
        />
        {!channel && (
          <div className={classes.group}>
            <span>Through</span>
            <ChoiceBar
              label="Through"
              value={draft.kind}
              onChange={(kind) => set({ kind })}
              options={[
                { value: 'mail', label: 'Mail' },
                { value: 'webhook', label: 'Webhook' },
                { value: 'syslog', label: 'Syslog' },
              ]}
            />
          </div>
        )}
        {draft.kind === 'mail' && (
          <TextField
            label="Addresses, separated by commas"
            value={draft.to}
            onChange={(to) => set({ to })}
            error={Object.entries(errors).find(([field]) => field.startsWith('mail'))?.[1]}
            placeholder="security@example.org"
            lines={2}
          />
        )}
        {draft.kind === 'webhook' && <WebhookFields draft={draft} set={set} errors={errors} channel={channel} />}
        {draft.kind === 'syslog' && <SyslogFields draft={draft} set={set} errors={errors} />}
        {draft.kind !== 'mail' && (
          <TextField
            label="Certificate of the receiver’s authority (PEM), if it is not a public one"
            value={draft.ca}
            onChange={(ca) => set({ ca })}
            error={errors[`${draft.kind}/ca`]}
            lines={3}
            mono
          />
        )}
      </div>
    </Drawer>
  )
}

interface FieldsProps {
  draft: Draft
  set: (change: Partial<Draft>) => void
  errors: Readonly<Record<string, string>>
}

function WebhookFields({ draft, set, errors, channel }: FieldsProps & { channel: Channel | undefined }) {
  return (
    <>
      <TextField
        label="Address"
        type="url"
        value={draft.secretUrl}
        onChange={(secretUrl) => set({ secretUrl })}
        error={errors['webhook/secretUrl']}
        placeholder="https://hooks.example.org/…"
        hint={
          channel
            ? `Of the address only ${channel.webhook?.host} is shown; empty keeps it as it is.`
            : 'It is kept sealed and never shown again.'
        }
      />
      <SelectField
        label="Form"
        value={draft.webhookFormat}
        onChange={(webhookFormat) => set({ webhookFormat })}
        options={[
          { value: 'holdfast', label: 'JSON with everything, signed' },
          { value: 'slack', label: 'one text, as Slack and Mattermost take it' },
        ]}
      />
    </>
  )
}

function SyslogFields({ draft, set, errors }: FieldsProps) {
  return (
    <>
      <div className={classes.pair}>
        <TextField
          label="Host"
          value={draft.host}
          onChange={(host) => set({ host })}
          error={errors['syslog/host']}
          placeholder="siem.example.org"
        />
        <TextField
          label="Port"
          type="number"
          value={draft.port}
          onChange={(port) => set({ port })}
          error={errors['syslog/port']}
        />
      </div>
      <div className={classes.pair}>
        <SelectField
          label="Over"
          value={draft.transport}
          onChange={(transport) => set({ transport })}
          options={[
            { value: 'tls', label: 'TLS' },
            { value: 'tcp', label: 'TCP, in the clear' },
            { value: 'udp', label: 'UDP, in the clear' },
          ]}
        />
        <SelectField
          label="Form"
          value={draft.syslogFormat}
          onChange={(syslogFormat) => set({ syslogFormat })}
          options={[
            { value: 'cef', label: 'CEF' },
            { value: 'plain', label: 'plain text' },
          ]}
        />
      </div>
    </>
  )
}

/** What a webhook is signed with, this once. */
export function MadeSecret({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  return (
    <Drawer
      title={`The secret of “${name}”`}
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div role="status" className={classes.form}>
        <p>
          Give this to whoever receives it: with it they check that a message is yours and was not changed. It is shown
          this once.
        </p>
        <div className={classes.secret}>
          <code>{secret}</code>
          <CopyButton text={secret} label="Copy secret" word />
        </div>
        <p className={classes.note}>
          Each message carries webhook-id, webhook-timestamp and webhook-signature (HMAC-SHA256, Standard Webhooks).
          Refuse what is older than five minutes, and take what has the same id once.
        </p>
      </div>
    </Drawer>
  )
}
