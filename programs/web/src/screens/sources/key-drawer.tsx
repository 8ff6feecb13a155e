import {
  addressOf,
  Badge,
  Button,
  Drawer,
  KeyValue,
  MetricLink,
  plural,
  RelativeTime,
  RequestProblem,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ActivationKey, bodyOfChange, draftOf } from './key.ts'
import { KeyFields } from './key-fields.tsx'
import classes from './sources.module.css'

/** One activation key: who has it, what it gives and allows, and its end. */
export function KeyDrawer({ activationKey: key, onClose }: { activationKey: ActivationKey; onClose: () => void }) {
  const api = useApi()
  const { may } = useClient()
  const queries = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(key))
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const path = `/activation-keys/${encodeURIComponent(key.id)}`
  const lives = key.state !== 'revoked'
  const changes = may('sources:write') && lives
  const body = bodyOfChange(key, draft)
  const isChanged = Object.keys(body).length > 0

  async function act(work: (etag: { ifMatch?: string }) => Promise<unknown>, message: string) {
    setBusy(true)
    setProblem(undefined)
    try {
      const { etag } = await api.getTagged(path)
      await work({ ...(etag !== undefined && { ifMatch: etag }) })
      toast({ message })
      await queries.invalidateQueries({ queryKey: ['activation-keys'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.errors[0]?.message ?? cause.message)
    } finally {
      setBusy(false)
    }
  }

  const able = () =>
    act(
      (match) => api.send('PATCH', path, { disabled: key.disabledAt ? null : { reason: 'by hand' } }, match),
      key.disabledAt ? `“${key.name}” works again` : `Nobody enrols with “${key.name}” until it is enabled`,
    )
  const revoke = () => act((match) => api.send('DELETE', path, undefined, match), `“${key.name}” is ended`)
  const save = () => act((match) => api.send('PATCH', path, body, match), `“${draft.name.trim()}” is changed`)

  return (
    <Drawer
      title={key.name}
      eyebrow={<span className="mono">{key.hint}…</span>}
      onClose={onClose}
      footer={
        changes && (
          <>
            <Button
              look="primary"
              busy={busy}
              onClick={save}
              unavailable={
                !isChanged ? 'nothing is changed' : draft.name.trim() === '' ? 'write a name first' : undefined
              }
            >
              Save
            </Button>
            <Button onClick={able}>{key.disabledAt ? 'Enable' : 'Disable'}</Button>
            <Button look="danger" onClick={revoke}>
              Revoke
            </Button>
          </>
        )
      }
    >
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <KeyValue
        items={[
          {
            label: 'State',
            value: (
              <>
                <Badge tone={key.state === 'works' ? 'brand' : 'neutral'}>{key.state}</Badge> {key.disabledBecause}
              </>
            ),
          },
          {
            label: 'Living agents',
            value: (
              <MetricLink
                value={key.sources}
                href={addressOf('/inventory', { q: `agent.key:${JSON.stringify(key.name)}` })}
              />
            ),
          },
          { label: 'Enrolled so far', value: key.uses },
          { label: 'Last used', value: key.lastUsedAt ? <RelativeTime at={key.lastUsedAt} /> : 'never' },
          { label: 'Made', value: <RelativeTime at={key.createdAt} /> },
        ]}
      />
      {changes && (
        <>
          <p className="muted" role="status">
            {key.sources === 0
              ? 'No agent has it yet.'
              : `Tags, network and modules hold for the ${plural(key.sources, 'agent')} that ${key.sources === 1 ? 'has' : 'have'} it as well; how many may enrol, and until when, for others only.`}
          </p>
          <KeyFields draft={draft} onChange={setDraft} />
        </>
      )}
    </Drawer>
  )
}
