import {
  Button,
  ConfirmByName,
  Dialog,
  Drawer,
  KeyValue,
  RelativeTime,
  RequestProblem,
  SelectField,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { useState } from 'react'
import { useSession } from '../../shell/session.ts'
import { MadeLinkWords } from './made-link.tsx'
import classes from './people.module.css'
import type { MadeLink, Member, Role } from './person.ts'
import { ResetDialog } from './reset-dialog.tsx'
import { chosenOf, missingOf, sightWords, wantedOf } from './sight.ts'
import { SightChoice } from './sight-choice.tsx'
import { useGuardedSend, useRenewPeople, useUnits } from './use-people.ts'

/** One member: as what they act, and what can be done about it. */
export function MemberDrawer({
  member,
  roles,
  onClose,
}: {
  member: Member
  roles: readonly Role[]
  onClose: () => void
}) {
  const api = useApi()
  const { may } = useClient()
  const send = useGuardedSend()
  const renew = useRenewPeople()
  const [asked, setAsked] = useState(false)
  const session = useSession()
  const [resets, setResets] = useState(false)
  const [chosen, setChosen] = useState(member.role)
  const { data: units } = useUnits()
  const [sees, setSees] = useState(chosenOf(member.sees))
  const [made, setMade] = useState<MadeLink>()
  const [problem, setProblem] = useState<string>()
  const path = `/members/${encodeURIComponent(member.id)}`
  const role = roles.find(({ name }) => name === chosen)
  const isActive = member.state === 'active'

  async function act(work: () => Promise<unknown>, said?: string) {
    setProblem(undefined)
    try {
      await work()
      if (said) toast({ message: said })
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }

  const offer = async () => setMade((await api.send<{ data: MadeLink }>('POST', `${path}/sign-in-link`)).data)
  return (
    <Drawer
      title={member.name}
      eyebrow={<span className="mono">{member.id}</span>}
      onClose={onClose}
      footer={
        may('members:write') && (
          <>
            {isActive && member.guestOf === null && <Button onClick={() => act(offer)}>Make a sign-in link</Button>}
            <Button
              onClick={() =>
                act(
                  () => send('PATCH', path, { state: isActive ? 'suspended' : 'active' }),
                  isActive ? `${member.name} may do nothing here for now` : `${member.name} may act again`,
                )
              }
            >
              {isActive ? 'Suspend' : 'Let act again'}
            </Button>
            {member.guestOf === null && member.id !== session?.data.person.id && (
              <Button onClick={() => setResets(true)}>Reset second factor…</Button>
            )}
            <Button look="danger" onClick={() => setAsked(true)}>
              Remove…
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
          { label: 'E-mail', value: member.email ?? 'none noted' },
          ...(member.guestOf === null ? [] : [{ label: 'Guest of', value: `${member.guestOf}, by a grant` }]),
          { label: 'Member since', value: <RelativeTime at={member.since} /> },
          { label: 'Sees', value: sightWords(member.sees) },
          { label: 'State', value: isActive ? 'active' : 'suspended: may do nothing here' },
        ]}
      />
      {may('members:write') && member.guestOf === null ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            void act(() => send('PATCH', path, { role: chosen }), `${member.name} is ${role?.title ?? chosen} now`)
          }}
        >
          {/* Arrow keys change the choice, thus it counts when it is given. */}
          <SelectField
            label="Role"
            value={chosen}
            options={roles.map(({ name, title }) => ({ value: name, label: title }))}
            onChange={setChosen}
            hint={role?.summary}
          />
          {chosen !== member.role && (
            <div className={classes.actions}>
              <Button look="primary" type="submit">
                Give this role
              </Button>
              <Button onClick={() => setChosen(member.role)}>Keep the old one</Button>
            </div>
          )}
        </form>
      ) : (
        <p>
          <b>{role?.title ?? member.role}</b>: {role?.summary}
        </p>
      )}
      {may('members:write') && (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            void act(() => send('PATCH', path, { sees: wantedOf(sees) }), `Changed what ${member.name} sees`)
          }}
        >
          <SightChoice units={units} chosen={sees} onChosen={setSees} />
          {JSON.stringify(sees) !== JSON.stringify(chosenOf(member.sees)) && (
            <div className={classes.actions}>
              <Button look="primary" type="submit" unavailable={missingOf(sees)}>
                Show this
              </Button>
              <Button onClick={() => setSees(chosenOf(member.sees))}>Keep what it was</Button>
            </div>
          )}
        </form>
      )}
      <ResetDialog member={member} opened={resets} onClose={() => setResets(false)} onReset={renew} />
      <ConfirmByName
        opened={asked}
        onClose={() => setAsked(false)}
        title={`Remove ${member.name}?`}
        name={member.name}
        action="Remove"
        onConfirm={async () => {
          setAsked(false)
          await act(async () => {
            await send('DELETE', path)
            onClose()
          }, `${member.name} is no member any more`)
        }}
      >
        Their sessions and tokens end at once, and so do invitations that they made. Jobs that they started go on, and
        what they did stays told under their name.
      </ConfirmByName>
      <Dialog
        opened={made !== undefined}
        onClose={() => setMade(undefined)}
        title="Sign-in link"
        width={560}
        footer={
          <Button look="primary" onClick={() => setMade(undefined)}>
            Done
          </Button>
        }
      >
        {made && <MadeLinkWords made={made} name={member.name} kind="sign-in" />}
      </Dialog>
    </Drawer>
  )
}
