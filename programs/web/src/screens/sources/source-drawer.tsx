import {
  addressOf,
  Button,
  ConfirmByName,
  Drawer,
  EmptyState,
  formatDuration,
  KeyValue,
  RelativeTime,
  RequestProblem,
  Skeleton,
  toast,
  useApi,
  useClient,
  VerdictSentence,
} from '@holdfast/design'
import { IconArrowUp, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { untilPacked } from '../../until-packed.ts'
import { assetAddress } from '../findings/finding-links.ts'
import type { Source } from './source.ts'
import { SourceNetwork } from './source-network.tsx'

const said: Readonly<Record<Source['health'], string>> = {
  well: 'It is well.',
  quiet: 'Its profile tells it to send nothing at this moment.',
  changed: 'Files of its own program are not as they were delivered.',
  silent: 'It fell silent: nothing was heard of it for more than ten minutes.',
  'never-heard': 'It enrolled and was never heard of since.',
  revoked: 'It was revoked: nothing is taken from it any more.',
}

/** Whether it works as it is told. */
const drift: Readonly<Record<Source['configuration'], string>> = {
  none: 'there is nothing to work by',
  same: 'yes',
  behind: 'not yet: it takes it with its next sign of life',
  refused: 'no: it went back, since that broke its connection',
  unable: 'no: its version cannot; update it',
}

export function SourceDrawer({ id, onClose, onChange }: { id: string; onClose: () => void; onChange: () => void }) {
  const api = useApi()
  const { may } = useClient()
  const [asked, setAsked] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['source', id],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: Source }>(`/sources/${encodeURIComponent(id)}`, { signal })).data,
    refetchInterval: 10_000,
  })
  const problem = error instanceof RequestProblem ? error : undefined

  async function revoke() {
    const path = `/sources/${encodeURIComponent(id)}`
    const { etag } = await api.getTagged(path)
    await api.send('DELETE', path, undefined, { ...(etag !== undefined && { ifMatch: etag }) })
  }

  async function act(work: () => Promise<unknown>, message: string) {
    try {
      await work()
      toast({ message })
      onChange()
      await refetch()
    } catch (cause) {
      toast({ tone: 'failed', message: cause instanceof Error ? cause.message : String(cause) })
    }
  }

  return (
    <Drawer
      title={data?.name ?? '…'}
      eyebrow={<span className="mono">{id}</span>}
      onClose={onClose}
      footer={
        data &&
        data.status === 'active' && (
          <>
            {may('sources:command') && (
              <Button
                icon={IconRefresh}
                onClick={() =>
                  act(() => api.send('POST', `/sources/${encodeURIComponent(id)}/collect`, {}), 'Asked it to look now')
                }
              >
                Collect now
              </Button>
            )}
            {may('sources:update') && data.updateTo !== null && (
              <Button
                icon={IconArrowUp}
                onClick={() =>
                  act(async () => {
                    await untilPacked(api, data.platform === null ? {} : { platform: data.platform })
                    return api.send('POST', `/sources/${encodeURIComponent(id)}/update`)
                  }, `Asked it to update to ${data.updateTo}; it goes back by itself if that does not work`)
                }
              >
                Update to {data.updateTo}
              </Button>
            )}
            {may('sources:write') && (
              <Button look="danger" icon={IconTrash} onClick={() => setAsked(true)}>
                Revoke…
              </Button>
            )}
          </>
        )
      }
    >
      {problem && (
        <EmptyState
          kind="error"
          title="The source could not be loaded"
          words={problem.message}
          problemId={problem.traceId}
        />
      )}
      {!data && !problem && <Skeleton lines={7} label="Loading the source" />}
      {data && (
        <>
          <VerdictSentence
            tone={
              data.health === 'well'
                ? 'ok'
                : data.health === 'changed'
                  ? 'critical'
                  : data.health === 'silent'
                    ? 'medium'
                    : 'neutral'
            }
            lead={said[data.health]}
          >
            {data.cloneSeenAt ? 'Another machine with the same key was noticed: one of the two must enrol anew.' : null}
          </VerdictSentence>
          <KeyValue
            items={[
              { label: 'Last heard', value: data.lastSeenAt ? <RelativeTime at={data.lastSeenAt} /> : 'never' },
              { label: 'Enrolled', value: <RelativeTime at={data.enrolledAt} /> },
              { label: 'Kind', value: data.kind },
              { label: 'Platform', value: data.platform ?? '–' },
              { label: 'Version', value: data.agentVersion ?? '–' },
              { label: 'Network', value: data.network },
              { label: 'Clock', value: data.clockOffsetMs === null ? '–' : clock(data.clockOffsetMs) },
              { label: 'Waiting on its disk', value: data.waiting ?? '–' },
              { label: 'Waiting here', value: data.pending },
              { label: 'Set aside', value: data.setAside },
              { label: 'Conflicts', value: data.conflicts },
              { label: 'Key', value: data.key?.name ?? 'none' },
              { label: 'Modules', value: data.modules === null ? 'all' : data.modules.join(', ') || 'none' },
              {
                label: 'Profile',
                value: (
                  <>
                    {data.profile ? (
                      <a href={addressOf('/agents', { view: 'profiles', row: data.profile.id })}>{data.profile.name}</a>
                    ) : (
                      'none'
                    )}
                    : {data.profileBecause}
                  </>
                ),
              },
              { label: 'Works by it', value: drift[data.configuration] },
              { label: 'Can do', value: data.capabilities?.join(', ') || '–' },
            ]}
          />
          {data.configurationBecause && <p>{data.configurationBecause}</p>}
          {data.integrityProblems.length > 0 && (
            <ul>
              {data.integrityProblems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          )}
          {data.assets.length > 0 && (
            <p>
              It tells of{' '}
              {data.assets.map((asset, at) => (
                <span key={asset}>
                  {at > 0 && ', '}
                  <a href={assetAddress(asset)}>{data.assets.length === 1 ? 'one asset' : `asset ${at + 1}`}</a>
                </span>
              ))}
              .
            </p>
          )}
          {data.status === 'active' && may('sources:write') && may('networks:read') && (
            <SourceNetwork
              source={data}
              onChanged={() => {
                onChange()
                void refetch()
              }}
            />
          )}
          <ConfirmByName
            opened={asked}
            onClose={() => setAsked(false)}
            onConfirm={() => {
              setAsked(false)
              void act(revoke, `Revoked ${data.name}`)
            }}
            title={`Revoke ${data.name}?`}
            name={data.name}
            action="Revoke"
          >
            <p>
              Nothing is taken from it any more. What it said stays, and grows old. To come back it must enrol anew.
            </p>
          </ConfirmByName>
        </>
      )}
    </Drawer>
  )
}

function clock(offset: number): string {
  if (Math.abs(offset) < 2_000) return 'right'
  return `${formatDuration(Math.abs(offset))} ${offset > 0 ? 'ahead' : 'behind'}`
}
