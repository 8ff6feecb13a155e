import type { Metrics } from '@holdfast/platform/http'
import type { Intake } from '@holdfast/platform/intake'

const outcomes = ['stored', 'duplicate', 'conflict', 'out-of-order', 'refused'] as const

/** The same intake, with what this process takes in counted by its outcome. */
export function countIntake(intake: Intake, metrics: Metrics): Intake {
  const count = (outcome: string, by: number) =>
    metrics.count(
      'holdfast_intake_envelopes_total',
      'Envelopes that sources sent, by what became of them.',
      { outcome },
      by,
    )
  // From the start, so that a rate has something to begin with.
  for (const status of outcomes) count(status, 0)
  return {
    ...intake,
    async receive(source, batch) {
      metrics.count('holdfast_intake_bytes_total', 'Bytes of the batches that sources sent.', {}, batch.byteLength)
      try {
        const answer = await intake.receive(source, batch)
        for (const { status } of answer.outcomes) count(status, 1)
        return answer
      } catch (error) {
        metrics.count('holdfast_intake_refused_total', 'Batches that were refused as a whole, by reason.', {
          reason: (error as { fault?: string }).fault ?? 'failed',
        })
        throw error
      }
    },
  }
}
