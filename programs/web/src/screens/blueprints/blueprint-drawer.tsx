import {
  Button,
  CheckField,
  Dialog,
  Drawer,
  KeyValue,
  MetricLink,
  plural,
  RelativeTime,
  RequestProblem,
  TextField,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useGuardedSend } from '../people/use-people.ts'
import { type Blueprint, resultsOf, useChoices } from './blueprint.ts'
import classes from './blueprints.module.css'

const kinds: Readonly<Record<string, string>> = {
  policy: 'Settings',
  retention: 'Settings',
  role: 'Roles',
  tag: 'Tags',
  view: 'Views',
  alert: 'Alerts',
  board: 'Boards',
}
const states = [
  ['waiting', 'Waiting', 'waiting'],
  ['done', 'Done', 'done'],
  ['partly', 'In part', 'partly'],
  ['noGrant', 'No grant', 'no-grant'],
  ['failed', 'Failed', 'failed'],
  ['withdrawn', 'Withdrawn', 'withdrawn'],
] as const

/** One blueprint, or a new one: what it gives, to whom, and what came of it. */
export function BlueprintDrawer({
  blueprint,
  onClose,
  onMade,
}: {
  blueprint: Blueprint | undefined
  onClose: () => void
  onMade: (id: string) => void
}) {
  const api = useApi()
  const { may } = useClient()
  const send = useGuardedSend()
  const queries = useQueryClient()
  const choices = useChoices()
  const key = ({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`
  const [draft, setDraft] = useState({
    name: blueprint?.name ?? '',
    description: blueprint?.description ?? '',
    targets: blueprint?.targets ?? '',
    objects: new Set((blueprint?.objects ?? []).filter(({ chosen }) => chosen).map(key)),
  })
  const [asks, setAsks] = useState(false)
  const [problem, setProblem] = useState<string>()
  const set = (part: Partial<typeof draft>) => setDraft((last) => ({ ...last, ...part }))
  const mayWrite = may('blueprints:write')
  const mayPush = may('blueprints:push')

  async function act(work: () => Promise<void>) {
    setProblem(undefined)
    try {
      await work()
      await queries.invalidateQueries({ queryKey: ['blueprints'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.errors[0]?.message ?? cause.message)
    }
  }
  const save = () =>
    act(async () => {
      const objects = [...draft.objects].map((each) => {
        const at = each.indexOf(' ')
        return { kind: each.slice(0, at), id: each.slice(at + 1) }
      })
      const { name, description, targets } = draft
      const body = { name: name.trim(), description, targets, objects }
      if (blueprint) await send('PATCH', `/blueprints/${blueprint.id}`, body)
      else onMade((await api.send<{ data: { id: string } }>('POST', '/blueprints', body)).data.id)
      toast({ message: `${body.name} is kept; tenants get it with the next push` })
    })
  const begin = (what: 'push' | 'withdraw', body?: object) =>
    act(async () => {
      setAsks(false)
      const path = `/blueprints/${blueprint!.id}/${what}`
      const { data } = await api.send<{ data: { tenants: number } }>('POST', path, body)
      toast({ message: `On its way to ${plural(data.tenants, 'tenant')}` })
    })
  const remove = () =>
    act(async () => {
      await send('DELETE', `/blueprints/${blueprint!.id}`)
      onClose()
    })

  return (
    <Drawer
      title={blueprint?.name ?? 'New blueprint'}
      eyebrow={blueprint && <span className="mono">{blueprint.id}</span>}
      onClose={onClose}
      footer={
        <>
          {mayWrite && (
            <Button
              look="primary"
              onClick={save}
              unavailable={draft.name.trim() === '' ? 'write a name first' : undefined}
            >
              {blueprint ? 'Save' : 'Make it'}
            </Button>
          )}
          {blueprint && mayPush && <Button onClick={() => begin('push')}>Push</Button>}
          {blueprint && mayPush && blueprint.wanted === 'placed' && (
            <Button look="danger" onClick={() => setAsks(true)}>
              Withdraw…
            </Button>
          )}
          {blueprint && mayWrite && blueprint.wanted !== 'placed' && <Button onClick={remove}>Remove</Button>}
        </>
      }
    >
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      {blueprint && blueprint.wanted !== 'draft' && (
        <div className={classes.facts}>
          <KeyValue
            items={[
              {
                label: blueprint.wanted === 'placed' ? 'Pushed' : 'Withdrawn',
                value: (
                  <>
                    {blueprint.pushedAt && <RelativeTime at={blueprint.pushedAt} />} by {blueprint.pushedBy}
                  </>
                ),
              },
              ...states
                .filter(([name]) => blueprint.tenants[name] > 0)
                .map(([name, label, state]) => ({
                  label,
                  value: <MetricLink value={blueprint.tenants[name]} href={resultsOf(blueprint, state)} />,
                })),
            ]}
          />
        </div>
      )}
      <div className={classes.form}>
        <TextField label="Name" value={draft.name} onChange={(name) => set({ name })} />
        <TextField
          label="For which tenants"
          mono
          value={draft.targets}
          onChange={(targets) => set({ targets })}
          hint="label:gold, kind:customer, name:north*. Empty is all of them, also those to come."
        />
        <TextField
          label="Description"
          lines={2}
          value={draft.description}
          onChange={(description) => set({ description })}
        />
        {[...new Set(Object.values(kinds))].map((title) => {
          const rows = choices.filter(({ kind }) => kinds[kind] === title)
          return rows.length === 0 ? null : (
            <fieldset key={title} className={classes.kind}>
              <legend>{title}</legend>
              {rows.map((row) => (
                <CheckField
                  key={key(row)}
                  label={row.name}
                  checked={draft.objects.has(key(row))}
                  onChange={(checked) => {
                    const objects = new Set(draft.objects)
                    if (checked) objects.add(key(row))
                    else objects.delete(key(row))
                    set({ objects })
                  }}
                />
              ))}
            </fieldset>
          )
        })}
      </div>
      <Dialog
        opened={asks}
        onClose={() => setAsks(false)}
        title={`Withdraw ${blueprint?.name}?`}
        footer={
          <>
            <Button onClick={() => setAsks(false)}>Cancel</Button>
            <Button onClick={() => begin('withdraw', { leave: true })}>Leave it to them</Button>
            <Button look="danger" onClick={() => begin('withdraw', { leave: false })}>
              Take it out
            </Button>
          </>
        }
      >
        What it brought goes out of every tenant, or stays there as the tenant’s own. What somebody uses stays in any
        case.
      </Dialog>
    </Drawer>
  )
}
