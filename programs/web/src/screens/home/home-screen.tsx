import {
  Card,
  EmptyState,
  PageHeader,
  PanelBody,
  plural,
  RelativeTime,
  RequestProblem,
  Skeleton,
  useClient,
  usePanels,
} from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { LookAround } from '../../demo/look-around.tsx'
import { homeBoardQuery } from '../boards/use-boards.ts'
import { FirstSteps } from './first-steps.tsx'
import { type Home, useHome } from './home.ts'
import classes from './home-screen.module.css'
import { JustHappened } from './just-happened.tsx'
import { OpenFindings } from './open-findings.tsx'
import { Sensors } from './sensors.tsx'
import { ThingsToDo } from './things-to-do.tsx'
import { WhatWeSee } from './what-we-see.tsx'

/** Charts and widgets come with the first board that somebody begins with. */
const HomeBoard = lazy(() => import('../boards/home-board.tsx').then(({ HomeBoard }) => ({ default: HomeBoard })))

/** What matters now: what to do, how things stand, what just happened, and what apps have to say. */
export function Screen() {
  const { data: home, error, isPending, refetch } = useHome()
  const panels = usePanels('home-card')
  const { api, may } = useClient()
  const { data: board } = useQuery({ ...homeBoardQuery(api), enabled: may('boards:read') })
  const header = <PageHeader title={greeting(new Date().getHours())} note={home ? <Note home={home} /> : today()} />
  if (isPending) {
    return (
      <>
        {header}
        <div className={classes.root}>
          <Card>
            <Skeleton lines={8} label="Loading Home" />
          </Card>
          <Card>
            <Skeleton lines={8} label="Loading Home" />
          </Card>
        </div>
      </>
    )
  }
  if (!home) {
    const problem = error instanceof RequestProblem ? error : undefined
    return (
      <>
        {header}
        <EmptyState
          kind="error"
          title="Home could not be loaded"
          words={problem?.message ?? 'Something went wrong here.'}
          problemId={problem?.traceId}
          onRetry={() => refetch()}
        />
      </>
    )
  }
  if (board && home.assets.total > 0) {
    return (
      <Suspense fallback={header}>
        <HomeBoard board={board} note={<Note home={home} />} />
      </Suspense>
    )
  }
  return (
    <>
      {header}
      <div className={classes.root}>
        <div className={classes.column}>
          {home.assets.total === 0 ? <FirstSteps home={home} /> : <ThingsToDo home={home} />}
          <OpenFindings home={home} />
          {panels.map((panel) => (
            <Card key={panel.id} title={panel.title}>
              <PanelBody panel={panel} />
            </Card>
          ))}
        </div>
        <div className={classes.column}>
          <WhatWeSee home={home} />
          {home.assets.total === 1 && <LookAround />}
          <Sensors home={home} />
          <JustHappened home={home} />
        </div>
      </div>
    </>
  )
}

function Note({ home }: { home: Home }) {
  return (
    <>
      {today()}
      {home.testedAt && (
        <>
          {' · '}
          {plural(home.assets.judged, 'asset')} judged, last <RelativeTime at={home.testedAt} />
        </>
      )}
    </>
  )
}

function greeting(hour: number): string {
  return hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening'
}

function today(): string {
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' }).format(new Date())
}
