import {
  Button,
  ConfirmByName,
  Drawer,
  formatDayTime,
  KeyValue,
  RelativeTime,
  RequestProblem,
  SelectField,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { useState } from 'react'
import classes from './people.module.css'
import { type Grant, nameOf, type Role } from './person.ts'
import { useGuardedSend, useRenewPeople } from './use-people.ts'

const spans = [
  { value: '', label: 'as it is' },
  { value: '1', label: 'one day from now' },
  { value: '7', label: '7 days from now' },
  { value: '30', label: '30 days from now' },
  { value: '365', label: 'one year from now' },
]

/** One way in for the provider's people: as what, until when; shorten it, or end it. */
export function GrantDrawer({ grant, roles, onClose }: { grant: Grant; roles: readonly Role[]; onClose: () => void }) {
  const api = useApi()
  const { may } = useClient()
  const send = useGuardedSend()
  const renew = useRenewPeople()
  const [role, setRole] = useState(grant.role)
  const [days, setDays] = useState('')
  const [asked, setAsked] = useState(false)
  const [problem, setProblem] = useState<string>()
  const { name } = grant.provider
  const path = `/grants/${encodeURIComponent(grant.id)}`
  const changed = role !== grant.role || days !== ''

  async function act(work: () => Promise<unknown>, said: string) {
    setProblem(undefined)
    try {
      await work()
      toast({ message: said })
      setDays('')
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }

  const change = () =>
    send('PATCH', path, {
      ...(role !== grant.role && { role }),
      ...(days !== '' && { expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }),
    })
  const writes = may('grants:write')
  return (
    <Drawer
      title={name}
      eyebrow={<span className="mono">{grant.id}</span>}
      onClose={onClose}
      footer={
        writes &&
        (grant.state === 'revoked' ? (
          <Button
            look="primary"
            onClick={() =>
              act(() => api.send('POST', '/grants', { role, days: 30 }), `${name} may come in for 30 days`)
            }
          >
            Grant anew for 30 days
          </Button>
        ) : (
          <Button look="danger" onClick={() => setAsked(true)}>
            Revoke…
          </Button>
        ))
      }
    >
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <KeyValue
        items={[
          { label: 'State', value: grant.state },
          { label: 'Ends', value: formatDayTime(grant.expiresAt) },
          { label: 'Guests', value: grant.guests },
          { label: 'Granted', value: <RelativeTime at={grant.grantedAt} /> },
          { label: 'By', value: nameOf(grant.grantedBy) },
        ]}
      />
      {writes && grant.state !== 'revoked' && (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            void act(change, 'The grant is changed, for everybody who is here by it')
          }}
        >
          <SelectField
            label="As at most"
            value={role}
            options={roles.map((each) => ({ value: each.name, label: each.title }))}
            onChange={setRole}
            hint="Nobody may more here than at home with the provider."
          />
          <SelectField label="Ends" value={days} options={spans} onChange={setDays} />
          {changed && (
            <Button look="primary" type="submit">
              Change the grant
            </Button>
          )}
        </form>
      )}
      <ConfirmByName
        opened={asked}
        onClose={() => setAsked(false)}
        title={`Shut ${name} out?`}
        name={name}
        action="Revoke"
        onConfirm={async () => {
          setAsked(false)
          await act(() => send('DELETE', path), `${name} is out`)
        }}
      >
        Everybody who is here by this grant is out at once, with their tokens and the invitations that they made. What
        they did stays told under their names.
      </ConfirmByName>
    </Drawer>
  )
}
