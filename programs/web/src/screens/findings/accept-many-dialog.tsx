import {
  Button,
  Dialog,
  formatCount,
  plural,
  SeverityMark,
  Skeleton,
  StackedBar,
  severityOrder,
  useApi,
} from '@holdfast/design'
import { type FormEvent, useId } from 'react'
import classes from './accept-many.module.css'
import type { ChosenFindings } from './chosen-findings.ts'
import { EndField, ReasonFields, useDecisionDraft } from './decision-fields.tsx'
import { assetAddress } from './finding-links.ts'
import { type DecisionPreview, useDecisionPreview } from './use-decision-preview.ts'

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
  const draft = useDecisionDraft()
  const missing = missingFor(preview) ?? draft.missing

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (missing || !preview) return
    await draft.send(
      async () => {
        const { data } = await api.send<{ data: StartedDecision }>('POST', '/findings/decisions', {
          ...chosen,
          ...draft.body,
          expected: preview.open,
        })
        onClose()
        onStarted(data)
      },
      // Something changed between looking and deciding: look again.
      ({ status }) => void (status === 409 && refetch()),
    )
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
          <Button look="primary" type="submit" form={form} busy={draft.busy} unavailable={missing}>
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
        <ReasonFields draft={draft} lines={2} />
        <EndField
          draft={draft}
          hints={{
            endless: 'May stay empty. A finding whose evidence changes is open again in any case.',
            ends: 'The day after, they are open again; one whose evidence changes, before that.',
          }}
        />
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

function missingFor(preview: DecisionPreview | undefined): string | undefined {
  if (!preview) return 'it is being counted'
  return preview.open === 0 ? 'none of them is open' : undefined
}
