import {
  Button,
  Drawer,
  fixedBy,
  KeyValue,
  ProviderWords,
  plural,
  RequestProblem,
  TextField,
  toast,
  useApi,
  useClient,
  usePushed,
} from '@holdfast/design'
import { useState } from 'react'
import classes from './people.module.css'
import { PermissionChoice } from './permission-choice.tsx'
import type { Role } from './person.ts'
import { useGuardedSend, useRenewPeople } from './use-people.ts'

/** What a role may do; one's own can be changed, and every one can be cloned. */
export function RoleDrawer({
  role,
  onClose,
  onOpen,
}: {
  role: Role
  onClose: () => void
  onOpen: (name: string) => void
}) {
  const api = useApi()
  const { may } = useClient()
  const send = useGuardedSend()
  const renew = useRenewPeople()
  const [title, setTitle] = useState(role.title)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(role.permissions))
  const [problem, setProblem] = useState<string>()
  const path = `/roles/${encodeURIComponent(role.name)}`
  const pushed = usePushed('role', role.name)
  const fixed = fixedBy(pushed)
  const changes = role.isOwn && may('members:write')
  const differs =
    title.trim() !== role.title ||
    chosen.size !== role.permissions.length ||
    role.permissions.some((permission) => !chosen.has(permission))

  async function act(work: () => Promise<void>) {
    setProblem(undefined)
    try {
      await work()
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }

  const clone = async () => {
    const body = { from: role.name, title: `${role.title} (copy)`.slice(0, 100) }
    const made = await api.send<{ data: Role }>('POST', '/roles', body)
    toast({ message: `Made “${made.data.title}”: give it a name and choose what it may` })
    await renew()
    onOpen(made.data.name)
  }
  const save = async () => {
    await send('PATCH', path, { title: title.trim(), permissions: [...chosen].sort() })
    toast({ message: `Changed “${title.trim()}”; it holds at once for ${plural(role.members, 'member')}` })
  }
  const remove = async () => {
    await send('DELETE', path)
    toast({ message: `Removed “${role.title}”` })
    onClose()
  }

  return (
    <Drawer
      title={role.title}
      eyebrow={<span className="mono">{role.name}</span>}
      onClose={onClose}
      footer={
        may('members:write') && (
          <>
            {changes && (
              <Button
                look="primary"
                onClick={() => act(save)}
                unavailable={
                  fixed !== undefined
                    ? fixed
                    : !differs
                      ? 'nothing is changed'
                      : title.trim() === ''
                        ? 'give it a name'
                        : chosen.size === 0
                          ? 'choose something it may'
                          : undefined
                }
              >
                Save
              </Button>
            )}
            <Button onClick={() => act(clone)}>Clone</Button>
            {changes && (
              <Button
                look="danger"
                onClick={() => act(remove)}
                unavailable={fixed ?? (role.members > 0 ? 'members have it: give them another role first' : undefined)}
              >
                Remove
              </Button>
            )}
          </>
        )
      }
    >
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <ProviderWords pushed={pushed} />
      {changes && fixed === undefined ? (
        <TextField label="Name" value={title} onChange={setTitle} />
      ) : (
        <p>{role.summary}</p>
      )}
      <KeyValue
        items={[
          { label: 'Members', value: String(role.members) },
          {
            label: 'Made by',
            value: pushed ? pushed.from : role.isOwn ? `this tenant, out of ${role.clonedFrom}` : 'Holdfast',
          },
        ]}
      />
      <PermissionChoice
        given={role.permissions}
        chosen={chosen}
        onChosen={changes && fixed === undefined ? setChosen : undefined}
      />
    </Drawer>
  )
}
