import {
  Button,
  Drawer,
  KeyValue,
  RelativeTime,
  RequestProblem,
  SelectField,
  TextField,
  toast,
  useApi,
} from '@holdfast/design'
import { useState } from 'react'
import type { Role } from '../people/person.ts'
import { useGuardedSend } from '../people/use-people.ts'
import { type ServiceAccount, useRenewTokens } from './token.ts'
import classes from './tokens.module.css'

/** A service account: made, changed, disabled, removed. */
export function AccountDrawer({
  account,
  roles,
  mayWrite,
  onClose,
}: {
  account: ServiceAccount | undefined
  roles: readonly Role[]
  mayWrite: boolean
  onClose: () => void
}) {
  const api = useApi()
  const send = useGuardedSend()
  const renew = useRenewTokens()
  const [name, setName] = useState(account?.name ?? '')
  const [description, setDescription] = useState(account?.description ?? '')
  const [role, setRole] = useState(account ? (account.role ?? '') : 'reader')
  const [problem, setProblem] = useState<string>()
  const path = account && `/service-accounts/${encodeURIComponent(account.id)}`

  async function act(work: () => Promise<void>) {
    setProblem(undefined)
    try {
      await work()
      await renew()
      onClose()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }
  const save = async () => {
    const body = { name: name.trim(), description: description.trim(), role: role === '' ? null : role }
    if (path) await send('PATCH', path, body)
    else await api.send('POST', '/service-accounts', body)
    toast({ message: path ? `Saved “${name.trim()}”` : `Made “${name.trim()}”: now make a token of it` })
  }
  const turn = async () => {
    const state = account!.state === 'active' ? 'disabled' : 'active'
    await send('PATCH', path!, { state })
    toast({ message: state === 'active' ? `“${name}” may act again` : `The tokens of “${name}” let nobody in` })
  }
  const remove = async () => {
    await send('DELETE', path!)
    toast({ message: `Removed “${name}” with its tokens` })
  }

  return (
    <Drawer
      title={account?.name ?? 'New service account'}
      eyebrow="Service account"
      onClose={onClose}
      footer={
        mayWrite && (
          <>
            <Button
              look="primary"
              onClick={() => act(save)}
              unavailable={name.trim() ? undefined : 'write a name first'}
            >
              Save
            </Button>
            {account && (
              <Button onClick={() => act(turn)}>{account.state === 'active' ? 'Disable' : 'Let it act again'}</Button>
            )}
            {account && (
              <Button look="danger" onClick={() => act(remove)}>
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
        <TextField label="Name" value={name} onChange={setName} hint="The program: “CI gate”." />
        <TextField label="What it is for" lines={2} value={description} onChange={setDescription} />
        <SelectField
          label="Role: the most that its tokens may"
          value={role}
          options={[
            ...roles.map((each) => ({ value: each.name, label: each.title })),
            { value: '', label: 'none: what each token says' },
          ]}
          onChange={setRole}
        />
        {account && (
          <KeyValue
            items={[
              { label: 'Answers for it', value: account.owner ?? 'nobody: they left' },
              { label: 'Live tokens', value: String(account.tokens) },
              { label: 'Last used', value: account.usedAt ? <RelativeTime at={account.usedAt} /> : 'never' },
            ]}
          />
        )}
      </div>
    </Drawer>
  )
}
