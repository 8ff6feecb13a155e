import {
  addressOf,
  Card,
  EmptyState,
  formatCount,
  ListLayout,
  PageHeader,
  Skeleton,
  Tile,
  TimeChart,
  type TimePoint,
  urlOptional,
  useUrlState,
  VerdictSentence,
} from '@holdfast/design'
import { useMemo } from 'react'
import { CellsTable } from './cells-table.tsx'
import { RuleDrawer } from './rule-drawer.tsx'
import { RulesCard } from './rules-card.tsx'
import classes from './sla.module.css'
import { findingsAt, type SlaBoard, useBoard, usePolicy, useRenewSla } from './sla.ts'

const codecs = { rule: urlOptional() }

/** Until when findings are to be fixed, how that goes, and what comes. */
export function Screen() {
  const [{ rule: open }, setUrl] = useUrlState(codecs)
  const board = useBoard()
  const policy = usePolicy()
  useRenewSla()
  const error = board.error ?? policy.error
  const rule = policy.data?.rules.find(({ id }) => id === open)
  return (
    <ListLayout
      header={<PageHeader title="SLA" note="until when findings are to be fixed" />}
      grid={
        error ? (
          <EmptyState
            kind="error"
            title="The times for fixing could not be loaded"
            words={error.message}
            onRetry={() => void Promise.all([board.refetch(), policy.refetch()])}
          />
        ) : !board.data || !policy.data ? (
          <div className={classes.root}>
            <Card>
              <Skeleton lines={8} label="Loading the times for fixing" />
            </Card>
          </div>
        ) : (
          <div className={classes.root}>
            <Standing board={board.data} />
            <RulesCard policy={policy.data} onOpen={(id) => setUrl({ rule: id })} />
          </div>
        )
      }
      drawer={
        policy.data &&
        (rule || open === 'new') && (
          <RuleDrawer
            key={rule?.id ?? 'new'}
            rule={rule}
            policy={policy.data}
            onClose={() => setUrl({ rule: undefined }, { replace: true })}
          />
        )
      }
    />
  )
}

function Standing({ board }: { board: SlaBoard }) {
  const { cells, inTime, days, fixesPerDay } = board
  const sum = (name: 'overdue' | 'soon' | 'within' | 'paused') => cells.reduce((total, cell) => total + cell[name], 0)
  const [overdue, soon] = [sum('overdue'), sum('soon')]
  const points = useMemo(
    () =>
      days.map(
        ({ day, overdue: value }): TimePoint => ({
          at: `${day}T12:00:00.000Z`,
          value,
          href: addressOf('/findings', { q: `slaDue < ${day} and status:open` }),
        }),
      ),
    [days],
  )
  const last = days.at(-1)
  return (
    <>
      <VerdictSentence
        tone={overdue > 0 ? 'high' : soon > 0 ? 'medium' : 'ok'}
        lead={
          cells.length === 0
            ? 'No finding has a time yet: they get one within seconds after they are found.'
            : overdue > 0
              ? `${formatCount(overdue)} ${overdue === 1 ? 'finding is past its' : 'findings are past their'} time.`
              : soon > 0
                ? `Nothing is overdue; ${formatCount(soon)} ${soon === 1 ? 'is' : 'are'} due within seven days.`
                : 'Nothing is overdue, and nothing is due within seven days.'
        }
      >
        {last && cells.length > 0
          ? `${formatCount(last.overdue)} would be overdue in 30 days if nothing were fixed; ${fixesPerDay.toFixed(1)} a day were fixed lately.`
          : ''}
      </VerdictSentence>
      <div className={classes.tiles}>
        <Tile label="Overdue" value={overdue} href={findingsAt('overdue')} swatch="critical" />
        <Tile label="Due within 7 days" value={soon} href={findingsAt('soon')} swatch="medium" />
        <Tile label="Within their time" value={sum('within')} href={findingsAt('within')} swatch="ok" />
        <Tile label="Paused" value={sum('paused')} href={findingsAt('paused')} note="an exception holds" />
        <Tile
          label="Fixed in time"
          {...(inTime !== null && { value: Math.round(inTime * 100) })}
          note={inTime === null ? 'nothing was fixed or due yet' : 'per cent, over 90 days'}
          swatch="brand"
        />
      </div>
      {cells.length > 0 && (
        <>
          <Card title="Overdue" note="the last 30 days, and the next 30 if nothing more is fixed">
            <TimeChart label="Findings past their time" points={points} />
          </Card>
          <CellsTable cells={cells} />
        </>
      )}
    </>
  )
}
