import { Button, Drawer, Skeleton, toast, useApi, useAttempt, useClient } from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { PolicyRuleFields } from './policy-rule-fields.tsx'
import { moved, newRule, type PolicyRule } from './policy-rules.ts'
import classes from './tickets.module.css'
import { usePolicyRules } from './use-policy-rules.ts'

/** Which tickets are opened by themselves: rules in their order, of which the first that takes a finding holds. */
export function PolicyDrawer({ onClose }: { onClose: () => void }) {
  const { data, error } = usePolicyRules()
  if (error)
    return (
      <Drawer title="Policy" onClose={onClose}>
        <p role="alert">{error.message}</p>
      </Drawer>
    )
  if (!data)
    return (
      <Drawer title="Policy" onClose={onClose}>
        <Skeleton lines={6} label="Loading the policy" />
      </Drawer>
    )
  return <Policy key={JSON.stringify(data)} before={data} onClose={onClose} />
}

function Policy({ before, onClose }: { before: readonly PolicyRule[]; onClose: () => void }) {
  const api = useApi()
  const queries = useQueryClient()
  const { may } = useClient()
  const [rules, setRules] = useState(before)
  const { busy, problem, words, attempt } = useAttempt()
  const writes = may('tickets:policy')

  const save = () =>
    attempt(async () => {
      const { etag } = await api.getTagged('/ticket-policy')
      await api.send('PUT', '/ticket-policy', { rules }, { ...(etag !== undefined && { ifMatch: etag }) })
      toast({ message: 'The policy holds for what is found from now on' })
      await queries.invalidateQueries({ queryKey: ['ticket-policy'] })
      onClose()
    })
  const wrongRule = /^\/body\/rules\/(\d+)/.exec(problem?.errors[0]?.pointer ?? '')?.[1]
  const change = (at: number) => (rule: PolicyRule) => setRules(rules.map((one, index) => (index === at ? rule : one)))

  return (
    <Drawer
      title="Policy"
      onClose={onClose}
      footer={
        writes && (
          <>
            <Button
              look="primary"
              busy={busy}
              onClick={save}
              unavailable={JSON.stringify(rules) === JSON.stringify(before) ? 'nothing is changed' : undefined}
            >
              Save
            </Button>
            <Button icon={IconPlus} onClick={() => setRules([...rules, newRule(rules)])}>
              Add a rule
            </Button>
          </>
        )
      }
    >
      <div className={classes.form}>
        <p className="muted">
          Asked of each finding when it is found, or found again: the first rule that takes it holds.
          {rules.length === 0 && ' There is none: no ticket is opened by itself.'}
        </p>
        {problem && wrongRule === undefined && (
          <p role="alert" className={classes.problem}>
            {words}
          </p>
        )}
        {rules.map((rule, at) => (
          <PolicyRuleFields
            key={rule.id}
            rule={rule}
            place={{ at, of: rules.length }}
            problem={wrongRule === String(at) ? words : undefined}
            onChange={writes ? change(at) : undefined}
            onMove={(by) => setRules(moved(rules, at, by))}
            onRemove={() => setRules(rules.filter(({ id }) => id !== rule.id))}
          />
        ))}
      </div>
    </Drawer>
  )
}
