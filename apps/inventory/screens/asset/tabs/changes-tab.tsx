import {
  Card,
  ChoiceBar,
  EmptyState,
  formatDayTime,
  plural,
  Skeleton,
  urlChoice,
  urlOptional,
  urlText,
  useUrlState,
} from '@holdfast/design'
import { useMemo, useState } from 'react'
import type { Asset, FactChange } from '../../asset.ts'
import { findingsAddress } from '../../links.ts'
import { useChanges, useFindings } from '../../use-asset.ts'
import { ChangeLine } from '../changes/change-line.tsx'
import classes from '../changes/changes.module.css'
import { fromLocalField, instantOf, momentWords, toLocalField } from '../changes/time-span.ts'
import { whatHappened } from '../changes/what-happened.ts'

const codecs = {
  from: urlText('7d'),
  until: urlOptional(),
  all: urlChoice(['matters', 'everything'], 'matters'),
}
const presets = [
  { value: '24h', label: '24 hours' },
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
]
/** They come and go all day; they are told only to whom asks for everything. */
const restless = new Set(['inventory.process', 'inventory.pending-update', 'inventory.package-index'])

/** What only this host can reach opens and closes all the time. */
function matters({ fact, before, after }: FactChange): boolean {
  if (restless.has(fact)) return false
  return fact !== 'inventory.listener' || (after ?? before)?.loopback !== true || (before ?? after)?.loopback !== true
}

/** What changed between two moments: facts that came, changed and went, and the findings that followed. */
export function ChangesTab({ asset }: { asset: Asset }) {
  const [{ from, until, all }, setUrl] = useUrlState(codecs)
  // The moment of looking is kept, so that drawing again does not ask again.
  const [now] = useState(() => Date.now())
  const start = instantOf(from, now) ?? instantOf('7d', now)!
  const end = until === undefined ? undefined : instantOf(until, now)
  const changes = useChanges(asset.id, { from: start, until: end })
  const span = `statusSince >= "${start}"${end === undefined ? '' : ` and statusSince <= "${end}"`}`
  const findings = useFindings(asset.id, span)
  const shown = useMemo(() => {
    const wanted = (changes.data ?? []).filter((change) => all === 'everything' || matters(change))
    return whatHappened(wanted, findings.data?.rows ?? [], (finding) =>
      findingsAddress(findings.data?.query ?? '', finding.id),
    )
  }, [changes.data, findings.data, all])

  return (
    <>
      <div className={classes.span}>
        <ChoiceBar
          label="Since"
          value={until === undefined ? from : ''}
          options={presets}
          onChange={(value) => setUrl({ from: value, until: undefined })}
        />
        <div className={classes.moments}>
          <input
            type="datetime-local"
            aria-label="From"
            value={toLocalField(start)}
            onChange={(event) => {
              const at = fromLocalField(event.target.value)
              if (at) setUrl({ from: at }, { replace: true })
            }}
          />
          <span aria-hidden="true">→</span>
          {end === undefined ? (
            <button
              type="button"
              className={classes.now}
              aria-label="Until now: choose another moment"
              onClick={() => setUrl({ until: new Date().toISOString() })}
            >
              now
            </button>
          ) : (
            <input
              type="datetime-local"
              aria-label="Until; empty for now"
              value={toLocalField(end)}
              onChange={(event) => setUrl({ until: fromLocalField(event.target.value) }, { replace: true })}
            />
          )}
        </div>
        <ChoiceBar
          label="How much"
          value={all}
          options={[
            { value: 'matters', label: 'What matters' },
            { value: 'everything', label: 'Everything' },
          ]}
          onChange={(value) => setUrl({ all: value }, { replace: true })}
        />
      </div>
      {changes.error ? (
        <EmptyState
          kind="error"
          title="The changes could not be loaded"
          words={changes.error.message}
          onRetry={() => changes.refetch()}
        />
      ) : !changes.data || !findings.data ? (
        <Skeleton lines={6} label="Loading what changed" />
      ) : (
        <Card
          title={shown.length === 0 ? 'Nothing changed' : plural(shown.length, 'change')}
          note={`${formatDayTime(start)} → ${momentWords(end)}`}
        >
          {shown.length === 0 ? (
            <p className="muted">
              {asset.firstSeenAt > start
                ? `It was first seen at ${formatDayTime(asset.firstSeenAt)}: what was there then is the beginning, not a change.`
                : 'A longer span, or everything, may show more.'}
            </p>
          ) : (
            <ol className={classes.lines} aria-label="What changed, newest first">
              {shown.slice(0, 300).map((happened) => (
                <ChangeLine key={happened.id} happened={happened} />
              ))}
            </ol>
          )}
          {shown.length > 300 && <p className="muted">The newest 300. Choose a shorter span to see the others.</p>}
        </Card>
      )}
    </>
  )
}
