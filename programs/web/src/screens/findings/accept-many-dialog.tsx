import {
  Button,
  Dialog,
  formatCount,
  plural,
  RequestProblem,
  SelectField,
  SeverityMark,
  Skeleton,
  StackedBar,
  severityOrder,
  TextField,
  useApi,
} from '@holdfast/design'
import { type FormEvent, useId, useState } from 'react'
import classes from './accept-many.module.css'
import type { ChosenFindings } from './chosen-findings.ts'
import { assetAddress } from './finding-links.ts'
import { type DecisionPreview, useDecisionPreview } from './use-decision-preview.ts'
import { reasons } from './words.ts'

const day = 86_400_000

export interface StartedDecision {
  readonly exception: string
  readonly job: string
  readonly findings: number
}

/** What a decision about many would do, exactly, and the reason for it. It holds for each finding on the evidence it has now. */
export function AcceptManyDialog({
  chosen,
  onClose,
  onStarted,
}: {
  chosen: ChosenFindings
  onClose: () => void
  onStarted: (started: StartedDecision) => void
}) {
  const api = useApi()
  const form = useId()
  const { data: preview, error, refetch } = useDecisionPreview(chosen)
  const [reason, setReason] = useState('risk-accepted')
  const [words, setWords] = useState('')
  const [until, setUntil] = useState(() => new Date(Date.now() + 90 * day).toISOString().slice(0, 10))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<RequestProblem>()
  const endless = reasons.find(({ value }) => value === reason)?.endless ?? false
  const complaint = (field: string) => problem?.errors.find((item) => item.pointer.endsWith(field))?.message
  const missing = missingFor(preview, words, until === '' && !endless)

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (busy || missing || !preview) return
    setBusy(true)
    setProblem(undefined)
    try {
      const { data } = await api.send<{ data: StartedDecision }>('POST', '/findings/decisions', {
        ...chosen,
        reason,
        justification: words.trim(),
        expected: preview.open,
        ...(until !== '' && { endsAt: `${until}T23:59:59Z` }),
      })
      onClose()
      onStarted(data)
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
      // Something changed between looking and deciding: look again.
      if (cause.status === 409) void refetch()
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      opened
      onClose={onClose}
      title="Accept these risks"
      width={560}
      footer={
        <>
          <Button onClick={onClose}>Leave them open</Button>
          <Button look="primary" type="submit" form={form} busy={busy} unavailable={missing}>
            {preview && preview.open > 0 ? `Accept ${plural(preview.open, 'finding')}` : 'Accept'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={onSubmit}>
        {error ? (
          <p role="alert">{error.message}</p>
        ) : preview ? (
          <Preview preview={preview} />
        ) : (
          <Skeleton lines={5} label="Counting what it would do" />
        )}
        <SelectField label="Why" value={reason} onChange={setReason} options={reasons} />
        <TextField
          label="In your words"
          value={words}
          onChange={setWords}
          lines={2}
          hint="Who reads this in a year must understand it."
          error={complaint('justification')}
          autoFocus
        />
        <TextField
          label="Until"
          type="date"
          value={until}
          onChange={setUntil}
          error={complaint('endsAt')}
          hint={
            endless
              ? 'May stay empty. A finding whose evidence changes is open again in any case.'
              : 'The day after, they are open again; one whose evidence changes, before that.'
          }
        />
        {problem && problem.errors.length === 0 && <p role="alert">{problem.message}</p>}
      </form>
    </Dialog>
  )
}

function Preview({ preview }: { preview: DecisionPreview }) {
  const { open, decided, fixed, severities, assets, checks, most } = preview
  const left = [
    ...(decided > 0 ? [`${formatCount(decided)} decided about before`] : []),
    ...(fixed > 0 ? [`${formatCount(fixed)} fixed`] : []),
  ]
  const shown = most.reduce((sum, { findings }) => sum + findings, 0)
  return (
    <section className={classes.preview} aria-label="What it would do">
      <p>
        <b className={classes.count}>{plural(open, 'open finding')}</b> on {plural(assets, 'asset')}, of{' '}
        {plural(checks, 'check')}, will count as decided.
        {left.length > 0 && <span className={classes.left}> Left as they are: {left.join(', ')}.</span>}
      </p>
      {open > 0 && (
        <>
          <StackedBar
            legend
            summary={`By severity: ${severityOrder.map((each) => `${severities[each]} ${each}`).join(', ')}`}
            segments={severityOrder.map((each) => ({
              label: each,
              value: severities[each],
              swatch: each,
              mark: <SeverityMark severity={each} />,
            }))}
          />
          <p className={classes.assets}>
            Most on{' '}
            {most.map(({ id, name, findings }, at) => (
              <span key={id}>
                {at > 0 && ', '}
                <a href={assetAddress(id)} target="_blank" rel="noreferrer">
                  {name}
                </a>{' '}
                {formatCount(findings)}
              </span>
            ))}
            {shown < open && `, and ${formatCount(open - shown)} on other assets`}.
          </p>
        </>
      )}
    </section>
  )
}

function missingFor(preview: DecisionPreview | undefined, words: string, endMissing: boolean): string | undefined {
  if (!preview) return 'it is being counted'
  if (preview.open === 0) return 'none of them is open'
  if (words.trim().length < 3) return 'write a reason first'
  return endMissing ? 'give it an end' : undefined
}
