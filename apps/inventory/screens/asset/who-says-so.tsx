import { Button, Card, RelativeTime, RequestProblem, Skeleton, toast, useApi, useClient } from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Asset, Identity } from '../asset.ts'
import { assetAddress } from '../links.ts'
import { useIdentity } from '../use-asset.ts'
import { sourceWords } from '../words.ts'
import classes from './asset.module.css'

const identifierWords: Readonly<Record<string, string>> = {
  'agent-id': 'agent id',
  'machine-id': 'machine id',
  mac: 'hardware address',
  'cloud-instance-id': 'instance id',
  hostname: 'host name',
  'product-uuid': 'product UUID',
  'ssh-host-key': 'SSH host key',
}

/** Which sources tell of this asset, why they are taken for one, and the way to undo that. */
export function WhoSaysSo({ asset }: { asset: Asset }) {
  const { data } = useIdentity(asset.id)
  const [shown, setShown] = useState(false)
  if (!data) {
    return (
      <Card title="Who says so">
        <Skeleton lines={3} label="Loading who says so" />
      </Card>
    )
  }
  return (
    <Card title="Who says so">
      {data.sources.length === 0 ? (
        <p className="muted">No source tells of it now.</p>
      ) : (
        <ul className={classes.sources}>
          {data.sources.map((source) => (
            <li key={source.id}>
              <span>
                <b>{sourceWords[source.kind] ?? source.kind}</b>{' '}
                {source.id === '' ? source.name : <a href={`/sources?row=${source.id}`}>{source.name || source.ref}</a>}
              </span>
              <span className="muted">
                <RelativeTime at={source.lastSeenAt} />
              </span>
              {shown && (
                <span className={classes.identifiers}>
                  {source.identifiers.map(({ kind, value }) => `${identifierWords[kind] ?? kind} ${value}`).join(' · ')}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <p>
        {oneWords(data)}{' '}
        <button type="button" className={classes.plain} aria-expanded={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Less' : data.history.length > 0 ? 'Show the merge, or undo it' : 'By what it is known'}
        </button>
      </p>
      {shown && <Merges asset={asset} history={data.history} />}
    </Card>
  )
}

function oneWords({ sources, history }: Identity): string {
  const merges = history.filter(({ kind, undoneAt }) => kind === 'merge' && undoneAt === null)
  if (merges.length > 0) return `Taken for one asset: ${merges[0]!.because}.`
  if (sources.length > 1) return `${sources.length} sources agree that this is one asset.`
  return 'One source tells of it, so nothing had to be merged.'
}

function Merges({ asset, history }: { asset: Asset; history: Identity['history'] }) {
  const api = useApi()
  const { may } = useClient()
  const queries = useQueryClient()
  const [busy, setBusy] = useState('')
  async function undo(merge: string) {
    setBusy(merge)
    try {
      await api.send('POST', `/merges/${encodeURIComponent(merge)}/undo`, {})
      toast({ message: 'Undone: what was moved is where it was, and no rule joins the two again.' })
      await queries.invalidateQueries({ queryKey: ['asset'] })
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      toast({ message: error.message, tone: 'failed' })
    } finally {
      setBusy('')
    }
  }
  return (
    <div>
      {history.map((step) => {
        const other = step.into === asset.id ? step.from : step.into
        return (
          <div key={step.merge} className={classes.merge}>
            <p>
              {step.kind === 'merge' ? 'Merged with' : 'Split from'} <a href={assetAddress(other)}>another asset</a>{' '}
              <RelativeTime at={step.at} />: {step.because}
              {step.decidedBy && ` (by ${step.decidedBy.replace(/^per_\S+ /, '')})`}.
              {step.undoneAt && (
                <>
                  {' '}
                  Undone <RelativeTime at={step.undoneAt} />.
                </>
              )}
            </p>
            {step.undoneAt === null && may('assets:write') && (
              <span>
                <Button busy={busy === step.merge} onClick={() => undo(step.merge)}>
                  Undo this {step.kind}
                </Button>
              </span>
            )}
          </div>
        )
      })}
    </div>
  )
}
