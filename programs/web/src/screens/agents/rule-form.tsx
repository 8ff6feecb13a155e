import { Button, Drawer, RequestProblem, SelectField, SwitchField, TextField, toast, useApi } from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import classes from './agents.module.css'
import type { Rule } from './fleet.ts'

interface Preview {
  readonly words: string
  readonly total: number
  readonly assets: readonly { readonly id: string; readonly name: string }[]
}

/** Makes a rule about stale assets, or changes one; what it would concern can be seen before. */
export function RuleForm({ rule, onClose }: { rule: Rule | undefined; onClose: () => void }) {
  const api = useApi()
  const queries = useQueryClient()
  const [name, setName] = useState(rule?.name ?? '')
  const [query, setQuery] = useState(rule?.query ?? 'kind:host and lastSeen < now-30d')
  const [action, setAction] = useState<Rule['action']>(rule?.action ?? 'mark-stale')
  const [undoDays, setUndoDays] = useState(String(rule?.undoDays ?? 14))
  const [keepArchive, setKeepArchive] = useState(rule?.keepArchive ?? false)
  const [uninstall, setUninstall] = useState(rule?.uninstall ?? false)
  const [enabled, setEnabled] = useState(rule?.enabled ?? true)
  const [preview, setPreview] = useState<Preview>()
  const [problem, setProblem] = useState<string>()
  const path = rule && `/asset-rules/${encodeURIComponent(rule.id)}`

  async function attempt(work: () => Promise<void>) {
    setProblem(undefined)
    try {
      await work()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.errors[0]?.message ?? cause.message)
    }
  }

  const look = () =>
    attempt(async () =>
      setPreview((await api.send<{ data: Preview }>('POST', '/asset-rules/preview', { query, action })).data),
    )

  const save = () =>
    attempt(async () => {
      const body = { name, query, action, undoDays: Number(undoDays), keepArchive, uninstall, enabled }
      if (path) {
        const { etag } = await api.getTagged(path)
        await api.send('PATCH', path, body, { ...(etag !== undefined && { ifMatch: etag }) })
      } else await api.send('POST', '/asset-rules', body)
      toast({ message: `“${name}” holds from tonight on` })
      await queries.invalidateQueries({ queryKey: ['fleet'] })
      onClose()
    })

  const run = () =>
    attempt(async () => {
      await api.send('POST', `${path}/run`, {})
      toast({ message: 'It is being carried out' })
      onClose()
    })

  return (
    <Drawer
      title={rule ? rule.name : 'New rule'}
      onClose={onClose}
      footer={
        <>
          <Button look="primary" onClick={save} unavailable={name.trim() === '' ? 'write a name first' : undefined}>
            {rule ? 'Save' : 'Make the rule'}
          </Button>
          <Button onClick={look}>Dry run</Button>
          {rule && (
            <Button look="danger" onClick={run}>
              Carry out now
            </Button>
          )}
        </>
      }
    >
      <div className={classes.form}>
        {problem && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
        <TextField label="Name" value={name} onChange={setName} required />
        <TextField
          label="Assets"
          value={query}
          onChange={setQuery}
          mono
          lines={2}
          hint="In the query language: agent.version:1.0, agent.key:Lab, tags:Test, lastSeen < now-30d."
        />
        <SelectField
          label="What becomes of them"
          value={action}
          onChange={setAction}
          options={[
            { value: 'mark-stale', label: 'they are called stale' },
            { value: 'purge', label: 'they are taken out' },
          ]}
        />
        {action === 'purge' && (
          <>
            <TextField label="Can be undone for so many days" type="number" value={undoDays} onChange={setUndoDays} />
            <SwitchField label="Keep an archive" checked={keepArchive} onChange={setKeepArchive} />
            <SwitchField
              label="Order their agents off the hosts"
              checked={uninstall}
              onChange={setUninstall}
              hint="Otherwise an agent that calls again becomes a new asset."
            />
          </>
        )}
        <SwitchField label="Asked once a day" checked={enabled} onChange={setEnabled} />
        {preview && (
          <section aria-label="Dry run" role="status">
            <p>
              It would concern <b>{preview.total}</b>: {preview.words}
            </p>
            <ul>
              {preview.assets.map(({ id, name: asset }) => (
                <li key={id}>{asset}</li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Drawer>
  )
}
