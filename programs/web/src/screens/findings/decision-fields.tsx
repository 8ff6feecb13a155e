import { RequestProblem, SelectField, TextField } from '@holdfast/design'
import { useState } from 'react'
import { reasons } from './words.ts'

const day = 86_400_000

/** The reason, the words and the end of a decision, while somebody writes it. */
export interface DecisionDraft {
  readonly reason: string
  readonly words: string
  /** A day, or empty. */
  readonly until: string
  /** The reason needs no end. */
  readonly endless: boolean
  readonly busy: boolean
  readonly problem: RequestProblem | undefined
  /** What is to be done before it can be sent. */
  readonly missing: string | undefined
  /** What the API wants to know of it. */
  readonly body: Readonly<Record<string, string>>
  change(to: Partial<Record<'reason' | 'words' | 'until', string>>): void
  /** Does it, unless it is being done; what the server refuses is kept as `problem`, and given to `refused`. */
  send(work: () => Promise<void>, refused?: (problem: RequestProblem) => void): Promise<void>
}

/** A decision holds for 90 days unless somebody says otherwise. */
export function useDecisionDraft(): DecisionDraft {
  const [{ reason, words, until }, setDraft] = useState(() => ({
    reason: 'risk-accepted',
    words: '',
    until: new Date(Date.now() + 90 * day).toISOString().slice(0, 10),
  }))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<RequestProblem>()
  const endless = reasons.find(({ value }) => value === reason)?.endless ?? false
  const end = until === '' && !endless ? 'give it an end' : undefined
  return {
    ...{ reason, words, until, endless, busy, problem },
    missing: words.trim().length < 3 ? 'write a reason first' : end,
    body: { reason, justification: words.trim(), ...(until !== '' && { endsAt: `${until}T23:59:59Z` }) },
    change: (to) => setDraft((draft) => ({ ...draft, ...to })),
    async send(work, refused) {
      if (busy) return
      setBusy(true)
      setProblem(undefined)
      try {
        await work()
      } catch (error) {
        if (!(error instanceof RequestProblem)) throw error
        setProblem(error)
        refused?.(error)
      } finally {
        setBusy(false)
      }
    },
  }
}

/** Why, and in whose words. */
export function ReasonFields({ draft, lines }: { draft: DecisionDraft; lines: number }) {
  return (
    <>
      <SelectField label="Why" value={draft.reason} onChange={(reason) => draft.change({ reason })} options={reasons} />
      <TextField
        label="In your words"
        value={draft.words}
        onChange={(words) => draft.change({ words })}
        lines={lines}
        hint="Who reads this in a year must understand it."
        error={complaint(draft, 'justification')}
        autoFocus
      />
    </>
  )
}

/** Until when, and what the server refused beside the fields. */
export function EndField({ draft, hints }: { draft: DecisionDraft; hints: { endless: string; ends: string } }) {
  const { problem } = draft
  return (
    <>
      <TextField
        label="Until"
        type="date"
        value={draft.until}
        onChange={(until) => draft.change({ until })}
        error={complaint(draft, 'endsAt')}
        hint={draft.endless ? hints.endless : hints.ends}
      />
      {problem && problem.errors.length === 0 && <p role="alert">{problem.message}</p>}
    </>
  )
}

function complaint({ problem }: DecisionDraft, field: string): string | undefined {
  return problem?.errors.find((item) => item.pointer.endsWith(field))?.message
}
