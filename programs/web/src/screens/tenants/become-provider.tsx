import {
  Button,
  type ButtonLook,
  EmptyState,
  PageHeader,
  RequestProblem,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { useState } from 'react'
import { SeeDemo, useMayDemo } from '../../demo/see-demo.tsx'

/** A tenant that owns no others yet: what a provider is, and how it becomes one. */
export function BecomeProvider({ name, owned }: { name: string; owned: boolean }) {
  const { may } = useClient()
  const mayDemo = useMayDemo()
  const becomes = !owned && may('tenant:write')
  return (
    <>
      <PageHeader title="Tenants" />
      <EmptyState
        kind="new"
        title={`${name} owns no tenants`}
        words={
          owned
            ? 'A provider owns this tenant, and says whether it may own others.'
            : 'A provider owns a tenant for each of its customers, sees their numbers as long as they grant it, and can go there to help. A demo tenant shows all of it with simulated hosts.'
        }
        action={
          (becomes || mayDemo) && (
            <>
              {becomes && <BecomeButton name={name} look="primary" />} {mayDemo && <SeeDemo />}
            </>
          )
        }
      />
    </>
  )
}

/** Makes this tenant one that owns others. */
export function BecomeButton({ name, look }: { name: string; look?: ButtonLook }) {
  const api = useApi()
  const [busy, setBusy] = useState(false)

  async function become() {
    setBusy(true)
    try {
      const { etag } = await api.getTagged('/tenant')
      await api.send('PATCH', '/tenant', { kind: 'provider' }, { ...(etag !== undefined && { ifMatch: etag }) })
      location.reload()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
      setBusy(false)
    }
  }

  return (
    <Button {...(look && { look })} busy={busy} onClick={become}>
      Make {name} a provider
    </Button>
  )
}
