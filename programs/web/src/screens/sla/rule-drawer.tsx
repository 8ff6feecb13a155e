import { Button, Drawer, plural, SelectField, TextField, toast, useAttempt, useClient } from '@holdfast/design'
import { useState } from 'react'
import { useOpenFindings } from '../findings/use-open-findings.ts'
import classes from './sla.module.css'
import { type SlaPolicy, type SlaRule, useSaveRules } from './sla.ts'

const zones = Intl.supportedValuesOf('timeZone')
const workingDays = [1, 2, 3, 4, 5]

/** One rule: which findings, how long, from when. With none given, a new one at the end. */
export function RuleDrawer({
  rule,
  policy,
  onClose,
}: {
  rule: SlaRule | undefined
  policy: SlaPolicy
  onClose: () => void
}) {
  const { may } = useClient()
  const saveRules = useSaveRules()
  const [name, setName] = useState(rule?.name ?? '')
  const [query, setQuery] = useState(rule?.query ?? 'severity >= high')
  const [days, setDays] = useState(String(rule?.days ?? 30))
  const [start, setStart] = useState((rule?.start ?? ['firstFound']).join(', '))
  const [dueBy, setDueBy] = useState(rule?.dueBy ?? '')
  const [clock, setClock] = useState<'days' | 'working'>(rule?.calendar ? 'working' : 'days')
  const [zone, setZone] = useState(rule?.calendar?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [holidays, setHolidays] = useState((rule?.calendar?.holidays ?? []).join(' '))
  const { busy, words: problem, attempt } = useAttempt()
  const taken = useOpenFindings(query)
  const writes = may('sla:write')

  const put = (wanted: readonly SlaRule[], message: string) =>
    attempt(async () => {
      await saveRules(wanted)
      toast({ message })
      onClose()
    })

  function save() {
    const made: SlaRule = {
      id: rule?.id ?? idOf(name, policy.rules),
      name: name.trim(),
      query,
      days: Number(days),
      start: words(start),
      ...(dueBy.trim() !== '' && { dueBy: dueBy.trim() }),
      ...(clock === 'working' && {
        calendar: { zone, days: rule?.calendar?.days ?? workingDays, holidays: words(holidays) },
      }),
    }
    const wanted = rule ? policy.rules.map((each) => (each.id === rule.id ? made : each)) : [...policy.rules, made]
    return put(wanted, `“${made.name}” holds: all findings are reckoned anew`)
  }

  return (
    <Drawer
      title={rule?.name ?? 'A new rule'}
      eyebrow={rule && <span className="mono">{rule.id}</span>}
      onClose={onClose}
      footer={
        writes && (
          <>
            <Button
              look="primary"
              busy={busy}
              onClick={save}
              unavailable={
                name.trim() === '' ? 'write a name first' : Number(days) > 0 ? undefined : 'say how many days'
              }
            >
              {rule ? 'Save' : 'Add it'}
            </Button>
            {rule && (
              <Button
                look="danger"
                busy={busy}
                onClick={() =>
                  put(
                    policy.rules.filter(({ id }) => id !== rule.id),
                    `“${rule.name}” is gone`,
                  )
                }
              >
                Remove
              </Button>
            )}
          </>
        )
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
          label="Findings"
          value={query}
          onChange={setQuery}
          mono
          lines={2}
          hint="In the query language: severity >= high and tags:Payment. Empty takes every finding."
        />
        <p className="muted" role="status">
          {taken.error
            ? taken.error.message
            : taken.data === undefined
              ? 'Counting …'
              : `${plural(taken.data, 'open finding')} ${taken.data === 1 ? 'matches' : 'match'} it, rules before it aside.`}
        </p>
        <div className={classes.pair}>
          <TextField label="Time" type="number" value={days} onChange={setDays} required />
          <SelectField
            label="Counted in"
            value={clock}
            onChange={setClock}
            options={[
              { value: 'days', label: 'days of 24 hours' },
              { value: 'working', label: 'working days' },
            ]}
          />
        </div>
        {clock === 'working' && (
          <>
            <SelectField
              label="Time zone"
              value={zone}
              onChange={setZone}
              options={[...new Set([zone, ...zones])].map((value) => ({ value, label: value }))}
            />
            <TextField label="Holidays" value={holidays} onChange={setHolidays} mono hint="2026-12-24 2026-12-25" />
          </>
        )}
        <TextField
          label="Starts with"
          value={start}
          onChange={setStart}
          mono
          hint="Dates of findings, the first that is known: published, firstFound."
        />
        <TextField
          label="But not before"
          value={dueBy}
          onChange={setDueBy}
          mono
          hint="A date of findings that is the end where it is later: exploitedDue. May be empty."
        />
      </div>
    </Drawer>
  )
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}

/** A name as an id that no other rule has. */
function idOf(name: string, rules: readonly SlaRule[]): string {
  const plain =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 50) || 'rule'
  const isTaken = (id: string) => rules.some((rule) => rule.id === id)
  if (!isTaken(plain)) return plain
  let number = 2
  while (isTaken(`${plain}-${number}`)) number++
  return `${plain}-${number}`
}
