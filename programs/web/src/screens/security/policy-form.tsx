import { Button, Card, CheckField, RequestProblem, TextField, toast, useClient } from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useGuardedSend } from '../people/use-people.ts'
import classes from './security.module.css'
import { listOf, type Policy } from './security.ts'

/** What sign-ins and tokens must hold. */
export function PolicyForm({ policy }: { policy: Policy }) {
  const send = useGuardedSend()
  const queries = useQueryClient()
  const { may } = useClient()
  const [draft, setDraft] = useState({
    secondFactor: policy.secondFactor,
    idleMinutes: String(policy.idleMinutes),
    absoluteHours: String(policy.absoluteHours),
    addresses: policy.addresses.join('\n'),
  })
  const [problem, setProblem] = useState<RequestProblem>()
  const set = (part: Partial<typeof draft>) => setDraft((last) => ({ ...last, ...part }))
  const wrong = (field: string) => problem?.errors.find(({ pointer }) => pointer.startsWith(`/body/${field}`))?.message
  const locksOut = problem?.code === 'own-address'

  async function save(force: boolean) {
    setProblem(undefined)
    try {
      await send('PATCH', '/security/policy', {
        secondFactor: draft.secondFactor,
        idleMinutes: Number(draft.idleMinutes),
        absoluteHours: Number(draft.absoluteHours),
        addresses: listOf(draft.addresses),
        ...(force && { force }),
      })
      toast({ message: 'This holds for everybody from their next request on' })
      await queries.invalidateQueries({ queryKey: ['security'] })
      await queries.invalidateQueries({ queryKey: ['session'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
    }
  }

  return (
    <Card title="Sign-ins">
      <form
        className={classes.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void save(false)
        }}
      >
        {problem && (
          <p role="alert" className={classes.problem}>
            {problem.message}
          </p>
        )}
        <CheckField
          label="Demand a second factor"
          hint="Whoever has none is led to set one up before anything else. Passkeys count as two."
          checked={draft.secondFactor}
          onChange={(secondFactor) => set({ secondFactor })}
        />
        <div className={classes.pair}>
          <TextField
            label="Ends after minutes without a request"
            type="number"
            value={draft.idleMinutes}
            onChange={(idleMinutes) => set({ idleMinutes })}
            error={wrong('idleMinutes')}
          />
          <TextField
            label="Ends after hours in any case"
            type="number"
            value={draft.absoluteHours}
            onChange={(absoluteHours) => set({ absoluteHours })}
            error={wrong('absoluteHours')}
          />
        </div>
        <TextField
          label="Allowed networks"
          mono
          lines={3}
          value={draft.addresses}
          onChange={(addresses) => set({ addresses })}
          error={wrong('addresses')}
          hint={`For sign-ins and tokens: 10.0.0.0/8, 2001:db8::/32. None is all. You come from ${policy.yourAddress}.`}
        />
        {may('security:write') && (
          <div className={classes.actions}>
            <Button look="primary" type="submit">
              Save
            </Button>
            {locksOut && (
              <Button look="danger" onClick={() => void save(true)}>
                Save, and lock me out
              </Button>
            )}
          </div>
        )}
      </form>
    </Card>
  )
}
