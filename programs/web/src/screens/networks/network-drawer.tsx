import {
  addressOf,
  Button,
  Drawer,
  exactly,
  KeyValue,
  MetricLink,
  RelativeTime,
  TextField,
  toast,
  useApi,
  useAttempt,
  useClient,
} from '@holdfast/design'
import { useState } from 'react'
import { type Network, useRenewNetworks } from './network.ts'
import classes from './networks.module.css'

/** A network: its name, and what is in it; with none given, a new one. */
export function NetworkDrawer({ network, onClose }: { network: Network | undefined; onClose: () => void }) {
  const api = useApi()
  const { may } = useClient()
  const renew = useRenewNetworks()
  const [name, setName] = useState(network?.name ?? '')
  const { busy, words: problem, attempt } = useAttempt()
  const writes = may('networks:write')
  const wanted = name.trim()

  const save = () =>
    attempt(async () => {
      if (network) {
        const path = `/networks/${encodeURIComponent(network.id)}`
        const { etag } = await api.getTagged(path)
        await api.send('PATCH', path, { name: wanted }, { ...(etag !== undefined && { ifMatch: etag }) })
      } else await api.send('POST', '/networks', { name: wanted })
      toast({ message: network ? `It is called “${wanted}” now` : `Made “${wanted}”` })
      await renew()
      onClose()
    })

  return (
    <Drawer
      title={network?.name ?? 'A new network'}
      eyebrow={network && <span className="mono">{network.id}</span>}
      onClose={onClose}
      footer={
        writes && (
          <Button
            look="primary"
            busy={busy}
            onClick={save}
            unavailable={
              wanted === '' ? 'write a name first' : wanted === network?.name ? 'nothing is changed' : undefined
            }
          >
            {network ? 'Save' : 'Make it'}
          </Button>
        )
      }
    >
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      {network ? (
        <>
          <KeyValue
            items={[
              { label: 'Assets', value: <MetricLink value={network.assets} href={assetsOf(network)} /> },
              { label: 'Made', value: <RelativeTime at={network.createdAt} /> },
              { label: 'Sources', value: <MetricLink value={network.sources} href={sourcesOf(network)} /> },
            ]}
          />
          <p className="muted">
            {network.isDefault
              ? 'Whatever names no other network is in this one.'
              : 'Addresses, names and serial numbers in it tell nothing of those in another one: the same value in two networks is two assets.'}
          </p>
          <p className="muted">
            A source comes into it with an activation key that names it, or by hand: open the source and choose its
            network.
          </p>
        </>
      ) : (
        <p className="muted">
          Within a network an address means one thing. Make another one for a site whose addresses may be those of this
          one.
        </p>
      )}
      {writes && (
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          required
          hint={network && 'Queries, saved views and alerts that name it by its old name find nothing any more.'}
        />
      )}
    </Drawer>
  )
}

/** The list of the assets of a network. */
export function assetsOf({ name }: Network): string {
  return addressOf('/inventory', { q: `network = ${exactly(name)}` })
}

/** The list of the living sources of a network. */
export function sourcesOf({ name }: Network): string {
  return addressOf('/sources', { q: `network = ${exactly(name)} and not state:revoked` })
}
