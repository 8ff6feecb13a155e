import {
  Button,
  Card,
  EmptyState,
  PageHeader,
  RelativeTime,
  Skeleton,
  toast,
  useApi,
  useAttempt,
  useClient,
} from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import classes from './score-model.module.css'
import { type ScoreModelTold, useScoreModel } from './score-model.ts'
import { Levels, WeightRow } from './weight-row.tsx'

/** The formula of the score: what each term weighs and why, to be weighed otherwise within its bounds. */
export function Screen() {
  const { data, error, refetch } = useScoreModel()
  return (
    <>
      <PageHeader
        title="How risk is scored"
        note={
          data && (
            <>
              {data.title}
              {data.changedAt !== null && (
                <>
                  , weighed otherwise <RelativeTime at={data.changedAt} />
                </>
              )}
            </>
          )
        }
      />
      {error ? (
        <EmptyState
          kind="error"
          title="The formula could not be loaded"
          words={error.message}
          onRetry={() => void refetch()}
        />
      ) : data ? (
        <Model key={JSON.stringify(data)} model={data} />
      ) : (
        <Skeleton lines={8} label="Loading the formula" />
      )}
    </>
  )
}

type Values = Readonly<Record<string, string>>

function Model({ model }: { model: ScoreModelTold }) {
  const { may } = useClient()
  const [values, setValues] = useState(() => valuesOf(model))
  const { busy, problem, put } = usePut()
  const writes = may('vulnerabilities:write')
  const set = (id: string) => (value: string) => setValues({ ...values, [id]: value })
  const sum = model.terms.reduce((total, { id }) => total + (Number(values[id]) || 0), 0)
  const isChanged = JSON.stringify(values) !== JSON.stringify(valuesOf(model))
  return (
    <div className={classes.page}>
      <Card title="The vulnerability" note={`${sum} of ${model.scale}`}>
        <p className="muted">
          Points that are added: each term gives a share of its weight. All weights together are {model.scale}.
        </p>
        {model.terms.map((term) => (
          <WeightRow
            key={term.id}
            label={term.title}
            hint={`${term.reason} (${term.unit})`}
            value={values[term.id] ?? ''}
            onChange={writes ? set(term.id) : undefined}
            published={term.published}
            bounds={term.bounds}
          />
        ))}
      </Card>
      <Card title="The place">
        <p className="muted">Factors that take away: a vulnerability by itself scores as in the worst place.</p>
        {model.place.map(({ id, title, reason, bounds, levels }) => (
          <section key={id} aria-label={title}>
            <h3>{title}</h3>
            <p className="muted">{reason}</p>
            <Levels
              levels={levels}
              values={levels.map(({ level }) => values[`${id} ${level}`] ?? '')}
              onChange={writes ? (level, value) => set(`${id} ${level}`)(value) : undefined}
              bounds={bounds}
            />
          </section>
        ))}
      </Card>
      {writes && (
        <footer className={classes.foot}>
          {problem && (
            <p role="alert" className={classes.problem}>
              {problem}
            </p>
          )}
          <Button
            look="primary"
            busy={busy}
            onClick={() => put('PUT', bodyOf(model, values))}
            unavailable={
              !isChanged
                ? 'nothing is changed'
                : sum === model.scale
                  ? undefined
                  : `the weights add up to ${sum}, not ${model.scale}`
            }
          >
            Score by this
          </Button>
          {model.changes.length > 0 && (
            <Button busy={busy} onClick={() => put('DELETE')}>
              As published
            </Button>
          )}
        </footer>
      )}
    </div>
  )
}

function usePut() {
  const api = useApi()
  const queries = useQueryClient()
  const { busy, words: problem, attempt } = useAttempt()
  const put = (method: 'PUT' | 'DELETE', body?: object) =>
    attempt(async () => {
      const { etag } = await api.getTagged('/vulnerabilities/score-model')
      await api.send(method, '/vulnerabilities/score-model', body, { ...(etag !== undefined && { ifMatch: etag }) })
      toast({ message: 'All is scored anew' })
      await queries.invalidateQueries({ queryKey: ['score-model'] })
    })
  return { busy, problem, put }
}

function valuesOf({ terms, place }: ScoreModelTold): Values {
  return Object.fromEntries([
    ...terms.map(({ id, weight }) => [id, String(weight)]),
    ...place.flatMap(({ id, levels }) => levels.map(({ level, factor }) => [`${id} ${level}`, String(factor)])),
  ])
}

/** What is otherwise than published. */
function bodyOf({ terms, place }: ScoreModelTold, values: Values): object {
  const other = (id: string, published: number) => Number(values[id]) !== published
  const weights = terms.filter(({ id, published }) => other(id, published)).map(({ id }) => [id, Number(values[id])])
  const factors = place.flatMap(({ id, levels }) => {
    const mine = levels.filter(({ level, published }) => other(`${id} ${level}`, published))
    return mine.length === 0
      ? []
      : [[id, Object.fromEntries(mine.map(({ level }) => [level, Number(values[`${id} ${level}`])]))]]
  })
  return { weights: Object.fromEntries(weights), place: Object.fromEntries(factors) }
}
