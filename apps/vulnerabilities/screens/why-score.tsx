import { KeyValue, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'

interface Why {
  readonly score: number
  readonly band: string
  readonly model: string
  readonly range: { readonly least: number; readonly most: number }
  readonly terms: readonly {
    readonly id: string
    readonly title: string
    readonly points: number
    readonly sentence: string
  }[]
  readonly decision: { readonly sentence: string }
}

/** Why a vulnerability scores what it does on its asset: every term with its points, and the decision that follows. Nothing until it is known. */
export function WhyScore({ finding }: { finding: string }) {
  const api = useApi()
  const { data } = useQuery({
    queryKey: ['why-score', finding],
    queryFn: async ({ signal }) =>
      (
        await api.get<{ data: Why | null }>(`/vulnerabilities/scores/findings/${encodeURIComponent(finding)}`, {
          signal,
        })
      ).data,
  })
  if (!data) return null
  const { score, band, terms, range, decision } = data
  return (
    <section aria-label={`Why ${score}`}>
      <h3>
        Why {score} of 1000, {band}
      </h3>
      <KeyValue
        items={[
          ...terms.map(({ title, points, sentence }) => ({ label: `${title}: ${signed(points)}`, value: sentence })),
          ...(range.least === range.most
            ? []
            : [{ label: 'With what is not known', value: `between ${range.least} and ${range.most}` }]),
          { label: 'SSVC', value: decision.sentence },
        ]}
      />
      <p>
        <a href="/vulnerabilities/score-model">How risk is scored</a>
      </p>
    </section>
  )
}

function signed(points: number): string {
  return points < 0 ? `−${-points}` : `+${points}`
}
