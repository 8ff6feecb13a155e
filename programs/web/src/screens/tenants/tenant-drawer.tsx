import {
  Button,
  ConfirmByName,
  Drawer,
  type DrawerControls,
  KeyValue,
  MetricLink,
  RelativeTime,
  RequestProblem,
  Skeleton,
  TextField,
  toast,
  urlOptional,
  useApi,
  useClient,
  useUrlState,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RemoveDemo } from '../../demo/remove-demo.tsx'
import { useSwitch } from '../../shell/tenants.ts'
import { addressIn, type ChildTenant, openFindings } from './tenant.ts'
import { TenantKeeping } from './tenant-keeping.tsx'
import classes from './tenants.module.css'

const codecs = { remove: urlOptional() }

/** One tenant of a provider: its numbers, the grant, and what can be done about it. */
export function TenantDrawer({
  id,
  row,
  controls,
}: {
  id: string
  row: ChildTenant | undefined
  controls: DrawerControls
}) {
  const api = useApi()
  const { may } = useClient()
  const goTo = useSwitch()
  const queries = useQueryClient()
  const path = `/tenants/${encodeURIComponent(id)}`
  const { data } = useQuery({
    queryKey: ['tenants', id],
    queryFn: async ({ signal }) => (await api.get<{ data: ChildTenant }>(path, { signal })).data,
  })
  const tenant = data ?? row
  const [name, setName] = useState<string>()
  const [asked, setAsked] = useState(false)
  const [{ remove }, setUrl] = useUrlState(codecs)
  const [problem, setProblem] = useState<string>()

  async function change(body: object, said: string) {
    setProblem(undefined)
    try {
      const { etag } = await api.getTagged(path)
      await api.send('PATCH', path, body, { ...(etag !== undefined && { ifMatch: etag }) })
      toast({ message: said })
      setName(undefined)
      await queries.invalidateQueries({ queryKey: ['tenants'] })
      controls.renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }

  if (!tenant) {
    return (
      <Drawer title="Tenant" {...steps(controls)}>
        <Skeleton lines={5} label="Loading the tenant" />
      </Drawer>
    )
  }
  const { numbers, grant, state } = tenant
  const mayWrite = may('tenants:write')
  return (
    <Drawer
      title={tenant.name}
      eyebrow={<span className="mono">{tenant.id}</span>}
      {...steps(controls)}
      footer={
        <>
          {grant?.lives && may('tenants:enter') && (
            <Button look="primary" onClick={() => void goTo(tenant.id)}>
              Go there
            </Button>
          )}
          {tenant.kind === 'demo' && state !== 'leaving' && may('tenants:demo') && (
            <Button look="danger" onClick={() => setUrl({ remove: 'demo' })}>
              Remove the demo…
            </Button>
          )}
          {mayWrite &&
            tenant.kind !== 'demo' &&
            (state === 'suspended' ? (
              <Button onClick={() => change({ state: 'active' }, `${tenant.name} is awake again`)}>Wake</Button>
            ) : (
              <Button look="danger" onClick={() => setAsked(true)}>
                Suspend…
              </Button>
            ))}
        </>
      }
    >
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <div className={classes.facts}>
        <KeyValue
          items={[
            { label: 'Kind', value: tenant.kind },
            { label: 'State', value: state },
            { label: 'Made', value: <RelativeTime at={tenant.createdAt} /> },
            {
              label: 'Grant',
              value: grant ? (
                <>
                  {grant.lives ? `as ${grant.role}, until ` : 'expired '}
                  <RelativeTime at={grant.expiresAt} />
                </>
              ) : (
                'none: its own people can grant it'
              ),
            },
            ...(numbers
              ? [
                  {
                    label: 'Assets',
                    value: <MetricLink value={numbers.assets} href={addressIn(tenant.id, '/inventory')} />,
                  },
                  ...(['critical', 'high', 'medium', 'low', 'info'] as const).map((severity) => ({
                    label: `Open ${severity}`,
                    value: <MetricLink value={numbers.open[severity]} href={openFindings(tenant.id, severity)} />,
                  })),
                  {
                    label: 'Not assessed',
                    value: <MetricLink value={numbers.notAssessed} href={addressIn(tenant.id, '/not-assessed')} />,
                  },
                  {
                    label: 'Sources',
                    value: (
                      <>
                        <MetricLink value={numbers.sources} href={addressIn(tenant.id, '/sources')} />, {numbers.silent}{' '}
                        silent
                      </>
                    ),
                  },
                  { label: 'Counted', value: <RelativeTime at={numbers.countedAt} /> },
                ]
              : [{ label: 'Numbers', value: grant?.lives ? 'not counted yet' : 'not known: no grant lives' }]),
          ]}
        />
      </div>
      {mayWrite && (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            if (name?.trim()) void change({ name: name.trim() }, `It is called ${name.trim()} now`)
          }}
        >
          <TextField label="Name" value={name ?? tenant.name} onChange={setName} />
          {name !== undefined && name.trim() !== '' && name !== tenant.name && (
            <Button look="primary" type="submit">
              Rename
            </Button>
          )}
        </form>
      )}
      {tenant.kind === 'demo' && (
        <RemoveDemo
          tenant={tenant}
          opened={remove !== undefined}
          onClose={() => setUrl({ remove: undefined }, { replace: true })}
          onRemoved={() => {
            setUrl({ remove: undefined }, { replace: true })
            controls.onClose()
            controls.renew()
          }}
        />
      )}
      <TenantKeeping tenant={tenant} />
      <ConfirmByName
        opened={asked}
        onClose={() => setAsked(false)}
        title={`Suspend ${tenant.name}?`}
        name={tenant.name}
        action="Suspend"
        onConfirm={async () => {
          setAsked(false)
          await change({ state: 'suspended' }, `${tenant.name} is suspended`)
        }}
      >
        Its own people and tokens are out at once. What its sources send is kept, and your people can still look after
        it while the grant lives.
      </ConfirmByName>
    </Drawer>
  )
}

function steps({ onClose, onNext, onBefore }: DrawerControls) {
  return { onClose, onNext, onBefore }
}
