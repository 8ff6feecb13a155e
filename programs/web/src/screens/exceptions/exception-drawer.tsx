import {
  Button,
  Drawer,
  EmptyState,
  formatExact,
  KeyValue,
  plural,
  RelativeTime,
  RequestProblem,
  Skeleton,
  StatusMark,
  toast,
  useApi,
  useClient,
  VerdictSentence,
} from '@holdfast/design'
import { IconCheck, IconRotate2, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { assetAddress, findingsAddress } from '../findings/finding-links.ts'
import { useRevoke } from '../findings/use-revoke.ts'
import { dispositionWords, reasonWords, untilWords } from '../findings/words.ts'
import { type Exception, exceptionTitle, heldQuery, scopeWords, stateMarks } from './exception.ts'

/** One decision: what it holds for, who took it and why, and the way to end it. */
export function ExceptionDrawer({
  id,
  onClose,
  onChanged,
}: {
  id: string
  onClose: () => void
  onChanged: () => void
}) {
  const api = useApi()
  const { may } = useClient()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const path = `/exceptions/${encodeURIComponent(id)}`
  const { data, error, refetch } = useQuery({
    queryKey: ['exception', id],
    queryFn: async ({ signal }) => (await api.get<{ data: Exception }>(path, { signal })).data,
  })
  const changed = () => {
    void refetch()
    void queries.invalidateQueries({ queryKey: ['findings'] })
    onChanged()
  }
  const revoke = useRevoke(changed)
  const problem = error instanceof RequestProblem ? error : undefined

  async function decide(verb: 'approve' | 'reject') {
    setBusy(true)
    try {
      const { data: done } = await api.send<{ data: { findings: number } }>('POST', `${path}/${verb}`, {})
      toast({
        message: verb === 'approve' ? `In force for ${plural(done.findings, 'finding')}` : 'Turned down',
      })
      changed()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ message: cause.message, tone: 'failed' })
    } finally {
      setBusy(false)
    }
  }

  const decides = may('findings:accept')
  return (
    <Drawer
      title={data ? exceptionTitle(data) : problem ? 'No such exception' : '…'}
      eyebrow={<span className="mono">{id}</span>}
      onClose={onClose}
      footer={
        data &&
        decides && (
          <>
            {data.state === 'requested' && (
              <>
                <Button look="primary" icon={IconCheck} busy={busy} onClick={() => decide('approve')}>
                  Put it in force
                </Button>
                <Button icon={IconX} busy={busy} onClick={() => decide('reject')}>
                  Turn it down
                </Button>
              </>
            )}
            {data.state === 'approved' && (
              <Button icon={IconRotate2} onClick={() => void revoke(id)}>
                Revoke the decision
              </Button>
            )}
          </>
        )
      }
    >
      {problem && (
        <EmptyState
          kind="error"
          title="The exception could not be loaded"
          words={problem.message}
          problemId={problem.traceId}
          onRetry={() => refetch()}
        />
      )}
      {!data && !problem && <Skeleton lines={7} label="Loading the exception" />}
      {data && <Told exception={data} />}
    </Drawer>
  )
}

function Told({ exception }: { exception: Exception }) {
  const { scope, state } = exception
  return (
    <>
      <VerdictSentence lead={`${reasonWords(exception.reason)}, ${untilWords(exception.endsAt)}.`}>
        {state === 'approved'
          ? `It holds for ${plural(exception.findings, 'finding')}, ${scopeWords(exception)}.`
          : `It is about ${scopeWords(exception)}.`}
      </VerdictSentence>
      <p>“{exception.justification}”</p>
      <KeyValue
        items={[
          {
            label: 'State',
            value: <StatusMark status={stateMarks[state].status}>{stateMarks[state].word}</StatusMark>,
          },
          { label: 'Counts as', value: dispositionWords(exception.disposition) },
          ...(scope.check ? [{ label: 'Check', value: scope.check.id, mono: true }] : []),
          ...(scope.asset
            ? [{ label: 'Asset', value: <a href={assetAddress(scope.asset.id)}>{scope.asset.name}</a> }]
            : []),
          ...(scope.place ? [{ label: 'Where', value: scope.place, mono: true }] : []),
          { label: 'From', value: formatExact(exception.startsAt) },
          { label: 'Until', value: exception.endsAt ? formatExact(exception.endsAt) : 'without end' },
          {
            label: 'When the proof changes',
            value: exception.anyEvidence ? 'it holds on' : 'the finding is open again',
          },
          { label: 'Asked for', value: <RelativeTime at={exception.requestedAt} /> },
          ...(exception.decidedAt ? [{ label: 'Decided', value: <RelativeTime at={exception.decidedAt} /> }] : []),
          ...(exception.endedAt ? [{ label: 'Ended', value: <RelativeTime at={exception.endedAt} /> }] : []),
          ...(exception.note ? [{ label: 'Note', value: exception.note }] : []),
        ]}
      />
      {exception.findings > 0 && (
        <p>
          <a href={findingsAddress(heldQuery(exception))}>The findings it holds for</a>
        </p>
      )}
    </>
  )
}
