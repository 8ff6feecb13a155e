import {
  Button,
  type Emptiness,
  type FreshnessNote,
  ListScreen,
  plural,
  SeverityMark,
  type SeverityName,
} from '@holdfast/design'
import { useRouter } from '@tanstack/react-router'
import { useCounters } from '../../shell/use-counters.ts'
import { useFinishedJob } from '../../shell/use-finished-job.ts'
import { WatchButton } from '../alerts/watch-button.tsx'
import { useWasJudged } from '../home/home.ts'
import { TicketsForMany } from '../tickets/tickets-for-many.tsx'
import { AcceptMany } from './accept-many.tsx'
import type { FindingRow } from './finding.ts'
import { findingColumns } from './finding-columns.tsx'
import { FindingDrawer } from './finding-drawer.tsx'
import { usualFindings } from './finding-links.ts'
import views from './views.json' with { type: 'json' }

const facets = [
  {
    token: 'severity',
    label: 'Severity',
    render: (value: string) => <SeverityMark severity={value as SeverityName} />,
  },
  { token: 'status', label: 'Status' },
  { token: 'disposition', label: 'Decided' },
  { token: 'app', label: 'App' },
  { token: 'category', label: 'Category' },
  { token: 'asset.name', label: 'Asset' },
]

const usual = { query: usualFindings, sort: { column: 'severity', descending: true } }

/** What the list leaves out: unknown is not clean. */
function useNotes(): readonly FreshnessNote[] {
  const count = useCounters()['not-assessed'] ?? 0
  return count === 0 ? [] : [{ label: `${plural(count, 'check')} not assessed`, href: '/not-assessed' }]
}

/** What is wrong, anywhere: the list, and the drawer with the proof. */
export function Screen() {
  const router = useRouter()
  const watch = useFinishedJob()
  const judged = useWasJudged()
  return (
    <ListScreen<FindingRow>
      entity="findings"
      path="/findings"
      title="Findings"
      what="findings"
      columns={findingColumns}
      facets={facets}
      usual={usual}
      views={views}
      notes={useNotes()}
      live={{ topic: 'finding.', idOf: ({ body }) => (body as { finding?: string } | null)?.finding }}
      rowId={(row) => row.id}
      rowName={(row) => row.title}
      onEnter={(row) => router.history.push(`/findings/${encodeURIComponent(row.id)}`)}
      drawer={(id, row, controls) => <FindingDrawer key={id} id={id} row={row} controls={controls} />}
      bulk={(selection, query, { clear, refresh }) => (
        <>
          <TicketsForMany selection={selection} query={query} />
          <AcceptMany
            selection={selection}
            query={query}
            onStarted={(job) => {
              clear()
              watch(job, refresh)
            }}
          />
        </>
      )}
      empty={{
        kind: 'new',
        title: 'No finding yet',
        words:
          'They appear by themselves a few seconds after a host has reported: the one that runs this server first.',
        action: <Button href="/sources">See the sources</Button>,
      }}
      queryActions={(query) => <WatchButton list="findings" query={query} />}
      usualEmpty={judged === false ? nothingJudged : nothingOpen}
    />
  )
}

const nothingOpen: Emptiness = {
  kind: 'new',
  title: 'No finding is open',
  words: (
    <>
      What could be judged holds, or was decided about. <a href="/not-assessed">What could not be assessed</a> is not
      clean.
    </>
  ),
  action: <Button href="/findings?q=*">Show all, also fixed ones</Button>,
}

const nothingJudged: Emptiness = {
  kind: 'new',
  title: 'Nothing was judged yet',
  words:
    'No check has run on anything so far, thus nobody knows what is wrong. Let a host tell what it sees: its findings follow in seconds.',
  action: <Button href="/sources?install=agent">Install an agent</Button>,
}
