import { Card, MetricLink, SeverityMark, severityOrder } from '@holdfast/design'
import classes from './sla.module.css'
import { findingsAt, type SlaCell, type SlaState } from './sla.ts'

const states: readonly { readonly state: SlaState; readonly title: string }[] = [
  { state: 'overdue', title: 'Overdue' },
  { state: 'soon', title: 'Within 7 days' },
  { state: 'within', title: 'Later' },
  { state: 'paused', title: 'Paused' },
  { state: 'met', title: 'Met' },
  { state: 'missed', title: 'Missed' },
]

/** How the findings of each rule and severity stand; every number is the list that it counts. */
export function CellsTable({ cells }: { cells: readonly SlaCell[] }) {
  const sorted = [...cells].sort(
    (a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) || (a.rule < b.rule ? -1 : 1),
  )
  return (
    <Card title="By rule and severity" note="met and missed over 90 days" flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Rules and severities">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">Rule</th>
              {states.map(({ state, title }) => (
                <th key={state} scope="col" className={classes.number}>
                  {title}
                </th>
              ))}
              <th scope="col" className={classes.number}>
                Mean days
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((cell) => (
              <tr key={`${cell.rule} ${cell.severity}`}>
                <th scope="row">
                  <SeverityMark severity={cell.severity} />
                </th>
                <td className="mono">{cell.rule}</td>
                {states.map(({ state, title }) => (
                  <td key={state} className={classes.number}>
                    {cell[state] === 0 ? (
                      <span className="muted">0</span>
                    ) : (
                      <MetricLink value={cell[state]} href={findingsAt(state, cell)} label={title} />
                    )}
                  </td>
                ))}
                <td className={classes.number}>
                  {cell.meanDays === null ? <span className="muted">–</span> : cell.meanDays.toFixed(1)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  )
}
