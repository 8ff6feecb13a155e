import { Card, formatCount } from '@holdfast/design'
import type { Health } from './health.ts'
import classes from './health-screen.module.css'

/** In and out of each stage: what is in the first column stands in one of the others, or a problem says that it does not. */
export function LedgerTable({ ledger }: { ledger: Health['ledger'] }) {
  const { received, applied, records, aside, pending } = ledger
  const stages = [
    {
      name: 'Envelopes received',
      came: received.came,
      went: received.stored,
      aside: received.conflicts,
      rest: received.repeated + received.early + received.refused,
      note: `${formatCount(received.repeated)} repeated, ${formatCount(received.early)} too early, ${formatCount(received.refused)} refused`,
    },
    {
      name: 'Envelopes applied',
      came: applied.came,
      went: applied.went,
      aside: applied.aside,
      rest: 0,
      note: `${formatCount(pending)} more wait`,
    },
    {
      name: 'Records',
      came: records.came,
      went: records.applied,
      aside: records.aside,
      rest: records.refused,
      note: `of those aside ${formatCount(aside.waiting)} wait, ${formatCount(aside.applied)} were applied since, ${formatCount(aside.superseded)} were superseded, ${formatCount(aside.dropped)} given up`,
    },
  ]
  return (
    <Card
      title="Ledger"
      note={ledger.problems.length === 0 ? 'it adds up: nothing was lost' : 'it does not add up'}
      flush
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Stages">
        <table className={classes.ledger}>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col">In</th>
              <th scope="col">Out</th>
              <th scope="col">Aside</th>
              <th scope="col">Not taken</th>
            </tr>
          </thead>
          <tbody>
            {stages.map((stage) => (
              <tr key={stage.name}>
                <th scope="row">
                  {stage.name}
                  <span className="muted">{stage.note}</span>
                </th>
                <td>{formatCount(stage.came)}</td>
                <td>{formatCount(stage.went)}</td>
                <td>{formatCount(stage.aside)}</td>
                <td>{formatCount(stage.rest)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {ledger.problems.map((words) => (
        <p key={words} role="alert" className={classes.problem}>
          {words}
        </p>
      ))}
    </Card>
  )
}
