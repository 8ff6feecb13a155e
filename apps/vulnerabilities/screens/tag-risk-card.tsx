import { Card, Meter, useApi, useClient } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import classes from './risk-card.module.css'

/** The score of what shares a tag, as `GET /vulnerabilities/scores/tags/:tag` tells it. */
interface TagRisk {
  readonly assets: number
  readonly mean: number
  readonly weighted: number
  readonly band: string
  readonly worst: readonly {
    readonly asset: { readonly id: string; readonly name: string }
    readonly score: number
    readonly criticality: number
  }[]
}

/** The risk score of what shares a tag, and its worst assets: beside the tag. Nothing for whoever may not ask. */
export function Screen({ tag }: { tag: string }) {
  const { may } = useClient()
  const { data } = useTagRisk(tag, may('vulnerabilities:read'))
  if (!data) return null
  return (
    <Card title="Risk" note={data.weighted > 0 ? data.band : undefined}>
      <p className={classes.score}>
        <b>{Math.round(data.weighted)}</b> <span className="muted">of 1000</span>
        <Meter value={data.weighted} max={1000} label="Risk score" width="fill" text="" />
      </p>
      {data.worst.length === 0 ? (
        <p className="muted">No vulnerability is open on its assets, by what was judged so far.</p>
      ) : (
        <>
          <p className={classes.why}>
            {Math.round(data.mean)} on average over {data.assets.toLocaleString('en')}{' '}
            {data.assets === 1 ? 'asset' : 'assets'}; those weigh more that are worse off and more depends on.
          </p>
          <h3 className={classes.head}>Worst off</h3>
          <ul className={classes.fixes}>
            {data.worst.map(({ asset, score, criticality }) => (
              <li key={asset.id}>
                <a href={`/inventory/${encodeURIComponent(asset.id)}`}>{asset.name}</a>
                <span className={classes.fall}>
                  {Math.round(score)} <span className="muted">at criticality {criticality}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

function useTagRisk(tag: string, enabled: boolean) {
  const api = useApi()
  return useQuery({
    queryKey: ['tag-risk', tag],
    enabled,
    queryFn: async ({ signal }) =>
      (await api.get<{ data: TagRisk | null }>(`/vulnerabilities/scores/tags/${encodeURIComponent(tag)}`, { signal }))
        .data,
  })
}
