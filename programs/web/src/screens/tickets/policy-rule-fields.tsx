import { Button, SelectField, TextField, useClient } from '@holdfast/design'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import type { PolicyRule } from './policy-rules.ts'
import { usePeople } from './ticket.ts'
import classes from './tickets.module.css'

const actions = [
  { value: 'open', label: 'open a ticket' },
  { value: 'ignore', label: 'open one that is ignored' },
  { value: 'nothing', label: 'do nothing' },
] as const
const groupings = [
  { value: 'finding', label: 'finding' },
  { value: 'asset', label: 'asset' },
  { value: 'check', label: 'check' },
  { value: 'fix', label: 'fix' },
] as const

/** One rule of the policy, to be changed in place. */
export function PolicyRuleFields({
  rule,
  place: { at, of },
  problem,
  onChange,
  onMove,
  onRemove,
}: {
  rule: PolicyRule
  place: { readonly at: number; readonly of: number }
  problem: string | undefined
  /** Absent for whoever may not change it. */
  onChange: ((rule: PolicyRule) => void) | undefined
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}) {
  const { may } = useClient()
  const people = usePeople(may('members:read')).data ?? []
  const { name, query, action, grouping = 'finding', assignee, days } = rule
  if (!onChange)
    return (
      <section className={classes.rule} aria-label={name}>
        <b>
          {at + 1}. {name}
        </b>
        <p className="mono">{query === '' ? 'every finding' : query}</p>
        <p>{actions.find(({ value }) => value === action)?.label}</p>
      </section>
    )
  const set = (change: Partial<PolicyRule>) => onChange({ ...rule, ...change })
  return (
    <section className={classes.rule} aria-label={name}>
      <header>
        <b>{at + 1}.</b>
        <Button
          look="quiet"
          icon={IconArrowUp}
          onClick={() => onMove(-1)}
          unavailable={at === 0 ? 'it is the first' : undefined}
        >
          <span className="said">Move {name} </span>up
        </Button>
        <Button
          look="quiet"
          icon={IconArrowDown}
          onClick={() => onMove(1)}
          unavailable={at === of - 1 ? 'it is the last' : undefined}
        >
          <span className="said">Move {name} </span>down
        </Button>
        <Button look="quiet" icon={IconTrash} onClick={onRemove}>
          Remove<span className="said"> {name}</span>
        </Button>
      </header>
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <TextField label="Name" value={name} onChange={(value) => set({ name: value })} required />
      <TextField
        label="Findings"
        value={query}
        onChange={(value) => set({ query: value })}
        mono
        hint="In the query language. Empty takes every finding."
      />
      <div className={classes.pair}>
        <SelectField
          label="What happens"
          value={action}
          onChange={(value) => set({ action: value })}
          options={[...actions]}
        />
        {action !== 'nothing' && (
          <SelectField
            label="One ticket for each"
            value={grouping}
            onChange={(value) => set({ grouping: value })}
            options={[...groupings]}
          />
        )}
        {action !== 'nothing' && (
          <SelectField
            label="Who"
            value={assignee ?? ''}
            onChange={(value) => onChange(value === '' ? without(rule, 'assignee') : { ...rule, assignee: value })}
            options={[
              { value: '', label: 'nobody yet' },
              ...people.map(({ id, name: called }) => ({ value: id, label: called })),
            ]}
          />
        )}
        {action !== 'nothing' && (
          <TextField
            label={action === 'open' ? 'Due after days' : 'Ignored for days'}
            type="number"
            value={days === undefined ? '' : String(days)}
            onChange={(value) => onChange(value === '' ? without(rule, 'days') : { ...rule, days: Number(value) })}
          />
        )}
      </div>
    </section>
  )
}

function without<Key extends keyof PolicyRule>(rule: PolicyRule, key: Key): PolicyRule {
  const { [key]: _, ...rest } = rule
  return rest as unknown as PolicyRule
}
