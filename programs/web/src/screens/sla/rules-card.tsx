import { Badge, Button, Card, IconButton, RequestProblem, toast, useClient } from '@holdfast/design'
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './sla.module.css'
import { type SlaPolicy, type SlaRule, useSaveRules } from './sla.ts'

/** The rules in their order: the first that takes a finding holds. */
export function RulesCard({ policy, onOpen }: { policy: SlaPolicy; onOpen: (id: string) => void }) {
  const { may } = useClient()
  const save = useSaveRules()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const { rules, isUsual } = policy
  const writes = may('sla:write')

  async function put(wanted: readonly SlaRule[] | undefined, message: string) {
    setBusy(true)
    setProblem(undefined)
    try {
      await save(wanted)
      toast({ message })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.errors[0]?.message ?? cause.message)
    } finally {
      setBusy(false)
    }
  }

  const move = (index: number, by: -1 | 1) => {
    const wanted = [...rules]
    const [rule] = wanted.splice(index, 1)
    wanted.splice(index + by, 0, rule!)
    return put(wanted, `“${rule!.name}” moved ${by < 0 ? 'up' : 'down'}`)
  }

  return (
    <Card
      title="Rules"
      note={isUsual ? 'those of the product' : 'the first that takes a finding holds'}
      actions={
        writes && (
          <>
            {!isUsual && (
              <Button busy={busy} onClick={() => put(undefined, 'The rules of the product hold again')}>
                Rules of the product
              </Button>
            )}
            <Button icon={IconPlus} onClick={() => onOpen('new')}>
              Add a rule
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
      <ol className={classes.rules}>
        {rules.map((rule, index) => (
          <li key={rule.id}>
            <span className={classes.place}>{index + 1}</span>
            <button type="button" className={classes.rule} onClick={() => onOpen(rule.id)}>
              <b>{rule.name}</b>
              <code>{rule.query === '' ? 'every finding' : rule.query}</code>
            </button>
            <span className={classes.days}>
              {rule.days} {rule.calendar ? 'working days' : 'days'}
              {rule.dueBy && <Badge>or {rule.dueBy}</Badge>}
            </span>
            {writes && (
              <span className={classes.moves}>
                {index > 0 && (
                  <IconButton icon={IconArrowUp} label={`Move ${rule.name} up`} onClick={() => move(index, -1)} />
                )}
                {index < rules.length - 1 && (
                  <IconButton icon={IconArrowDown} label={`Move ${rule.name} down`} onClick={() => move(index, 1)} />
                )}
              </span>
            )}
          </li>
        ))}
      </ol>
      {rules.length === 0 && <p className="muted">No rule: nothing has a time.</p>}
    </Card>
  )
}
