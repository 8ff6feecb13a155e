import {
  Button,
  CheckField,
  CopyButton,
  Drawer,
  RequestProblem,
  SelectField,
  TextField,
  toast,
  useApi,
  VerdictSentence,
} from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '../people/person.ts'
import { useGuardedSend } from '../people/use-people.ts'
import { DomainProofs } from './domain-proofs.tsx'
import classes from './security.module.css'
import { listOf, type Provider } from './security.ts'

const nothing: Omit<Provider, 'id' | 'hasSecret'> = {
  name: '',
  issuer: '',
  clientId: '',
  domains: [],
  roleClaim: '',
  roleMap: [],
  defaultRole: 'reader',
  joining: 'invited',
  strong: false,
  shown: true,
  enabled: true,
}

const joinings = [
  { value: 'invited', label: 'whoever was invited under their address' },
  { value: 'domains', label: 'anybody of the domains' },
  { value: 'nobody', label: 'nobody who is not bound yet' },
] as const

/** One line of the mapping: `value = role`. */
const asLines = (map: Provider['roleMap']) => map.map(({ value, role }) => `${value} = ${role}`).join('\n')
const asMap = (text: string) =>
  text
    .split('\n')
    .map((line) => line.split('='))
    .filter(({ length }) => length === 2)
    .map(([value = '', role = '']) => ({ value: value.trim(), role: role.trim() }))

/** An identity provider: made, changed, tested, removed. */
export function ProviderDrawer({
  provider,
  roles,
  mayWrite,
  onClose,
}: {
  provider: Provider | undefined
  roles: readonly Role[]
  mayWrite: boolean
  onClose: () => void
}) {
  const api = useApi()
  const queries = useQueryClient()
  const send = useGuardedSend()
  const begin = provider ?? nothing
  const [draft, setDraft] = useState({
    ...begin,
    domains: begin.domains.join(' '),
    roleMap: asLines(begin.roleMap),
    clientSecret: '',
  })
  const [problem, setProblem] = useState<RequestProblem>()
  const [tested, setTested] = useState<{ works: boolean; words: string; redirectUri: string }>()
  const set = (part: Partial<typeof draft>) => setDraft((last) => ({ ...last, ...part }))
  const wrong = (field: string) => problem?.errors.find(({ pointer }) => pointer.startsWith(`/body/${field}`))?.message
  const path = provider && `/security/providers/${encodeURIComponent(provider.id)}`

  async function act(work: () => Promise<void>) {
    setProblem(undefined)
    try {
      await work()
      await queries.invalidateQueries({ queryKey: ['security'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
    }
  }
  const save = async () => {
    const { name, issuer, clientId, roleClaim, defaultRole, joining, strong, shown, enabled, clientSecret } = draft
    const content = { name, issuer, clientId, roleClaim, defaultRole, joining, strong, shown, enabled }
    const body = {
      ...content,
      domains: listOf(draft.domains),
      roleMap: asMap(draft.roleMap),
      ...(clientSecret !== '' && { clientSecret }),
    }
    if (path) await send('PATCH', path, body)
    else await api.send('POST', '/security/providers', body)
    toast({ message: `Saved “${name}”` })
    onClose()
  }
  const test = async () => {
    type Tested = { data: { works: boolean; words: string; redirectUri: string } }
    setTested((await api.send<Tested>('POST', `${path}/test`)).data)
  }
  const remove = async () => {
    await send('DELETE', path!)
    toast({ message: `“${draft.name}” lets nobody in any more` })
    onClose()
  }

  return (
    <Drawer
      title={provider?.name ?? 'New identity provider'}
      eyebrow="OpenID Connect"
      onClose={onClose}
      footer={
        mayWrite && (
          <>
            <Button
              look="primary"
              onClick={() => act(save)}
              unavailable={
                draft.name && draft.issuer && draft.clientId ? undefined : 'name, issuer and client id first'
              }
            >
              Save
            </Button>
            {path && <Button onClick={() => act(test)}>Test</Button>}
            {path && (
              <Button look="danger" onClick={() => act(remove)}>
                Remove
              </Button>
            )}
          </>
        )
      }
    >
      <div className={classes.form}>
        {problem && problem.errors.length === 0 && (
          <p role="alert" className={classes.problem}>
            {problem.message}
          </p>
        )}
        {tested && (
          <div role="status">
            <VerdictSentence tone={tested.works ? 'ok' : 'high'} lead={tested.words} />
            <p className={classes.quiet}>
              Enter this at the provider as the address to come back to: <code>{tested.redirectUri}</code>{' '}
              <CopyButton text={tested.redirectUri} label="Copy the address" />
            </p>
          </div>
        )}
        <TextField label="Name" value={draft.name} onChange={(name) => set({ name })} hint="As people know it." />
        <TextField
          label="Issuer"
          type="url"
          mono
          value={draft.issuer}
          onChange={(issuer) => set({ issuer })}
          error={wrong('issuer')}
          hint="As the provider calls itself: https://…"
        />
        <TextField label="Client id" mono value={draft.clientId} onChange={(clientId) => set({ clientId })} />
        <TextField
          label="Client secret"
          type="password"
          value={draft.clientSecret}
          onChange={(clientSecret) => set({ clientSecret })}
          autoComplete="new-password"
          hint={provider?.hasSecret ? 'Kept sealed. Left empty, it stays.' : 'Kept sealed; never shown again.'}
        />
        <SelectField
          label="Who may join through it"
          value={draft.joining}
          options={joinings}
          onChange={(joining) => set({ joining })}
        />
        <TextField
          label="Domains of e-mail addresses"
          mono
          value={draft.domains}
          onChange={(domains) => set({ domains })}
          error={wrong('domains')}
          hint="With some, nobody else joins through it."
        />
        {provider && <DomainProofs of={provider.domains} />}
        <SelectField
          label="Role of whoever joins"
          value={draft.defaultRole}
          options={roles.map(({ name, title }) => ({ value: name, label: title }))}
          onChange={(defaultRole) => set({ defaultRole })}
        />
        <TextField
          label="Claim that gives roles"
          mono
          value={draft.roleClaim}
          onChange={(roleClaim) => set({ roleClaim })}
          hint="groups, realm_access.roles … Empty: nobody’s role changes by signing in."
        />
        <TextField
          label="Roles by its values"
          mono
          lines={3}
          value={draft.roleMap}
          onChange={(roleMap) => set({ roleMap })}
          hint="One a line: security-team = manager. The first that fits counts, at each sign-in."
        />
        <CheckField
          label="It asks for second factors itself"
          hint="A sign-in through it then counts as strong."
          checked={draft.strong}
          onChange={(strong) => set({ strong })}
        />
        <CheckField
          label="Show a button on the sign-in screen"
          checked={draft.shown}
          onChange={(shown) => set({ shown })}
        />
        <CheckField label="It lets people in" checked={draft.enabled} onChange={(enabled) => set({ enabled })} />
      </div>
    </Drawer>
  )
}
