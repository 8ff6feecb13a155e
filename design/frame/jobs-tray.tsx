import { Popover } from '@mantine/core'
import { IconCheck, IconProgress } from '@tabler/icons-react'
import { useState } from 'react'
import { formatCount, plural } from '../format/number.ts'
import { formatDuration } from '../format/time.ts'
import { RelativeTime } from '../text/relative-time.tsx'
import { StatusMark } from '../text/status-mark.tsx'
import target from './icon-target.module.css'
import classes from './jobs-tray.module.css'

/** Work that takes longer than a breath. */
export interface Job {
  readonly id: string
  readonly title: string
  /** What it does now: "discovering", "waiting for the agent". */
  readonly phase: string
  readonly state: 'queued' | 'running' | 'stalled' | 'done' | 'failed'
  readonly done?: number
  readonly total?: number
  readonly etaSeconds?: number
  /** When it last moved: a bar that stands still says so instead of pretending. */
  readonly movedAt?: string
  readonly href?: string
}

export function JobsTray({ jobs, onCancel }: { jobs: readonly Job[]; onCancel?: (id: string) => void }) {
  const [opened, setOpened] = useState(false)
  const active = jobs.filter((job) => job.state === 'running' || job.state === 'queued' || job.state === 'stalled')
  const busy = active.some((job) => job.state === 'running')
  const Shape = active.length > 0 ? IconProgress : IconCheck
  return (
    <Popover position="bottom-end" width={360} opened={opened} onChange={setOpened} trapFocus>
      <Popover.Target>
        <button type="button" className={target.target} onClick={() => setOpened(!opened)}>
          <Shape className={busy ? classes.turning : undefined} size={16} stroke={1.8} aria-hidden="true" />
          <span className={classes.word}>{active.length === 0 ? 'No jobs' : plural(active.length, 'job')}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.tray} aria-label="Jobs">
        <h2 className={classes.title}>Jobs</h2>
        {jobs.length === 0 ? (
          <p className={classes.none}>Nothing is running. Scans, exports and changes to many things appear here.</p>
        ) : (
          <ul>
            {jobs.map((job) => (
              <JobLine key={job.id} job={job} onCancel={onCancel} />
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

const marks = { queued: 'off', running: 'busy', stalled: 'warn', done: 'ok', failed: 'failed' } as const

function JobLine({ job, onCancel }: { job: Job; onCancel?: (id: string) => void }) {
  const open = job.state === 'running' || job.state === 'queued' || job.state === 'stalled'
  return (
    <li className={classes.job}>
      <div className={classes.line}>
        <StatusMark status={marks[job.state]}>
          {job.href ? <a href={job.href}>{job.title}</a> : <b>{job.title}</b>}
        </StatusMark>
        {open && onCancel && (
          <button type="button" className={classes.cancel} onClick={() => onCancel(job.id)}>
            Cancel<span className="said"> {job.title}</span>
          </button>
        )}
      </div>
      {open && job.total !== undefined && (
        <progress
          className={classes.progress}
          value={job.done ?? 0}
          max={Math.max(1, job.total)}
          aria-label={job.title}
        />
      )}
      <p className={classes.words}>
        {job.phase}
        {job.total !== undefined && ` · ${formatCount(job.done ?? 0)} of ${formatCount(job.total)}`}
        {job.state === 'running' && job.etaSeconds !== undefined && ` · ${formatDuration(job.etaSeconds * 1000)} left`}
        {job.state !== 'running' && job.movedAt && (
          <>
            {' · '}
            {job.state === 'stalled' ? 'no progress since ' : ''}
            <RelativeTime at={job.movedAt} />
          </>
        )}
      </p>
    </li>
  )
}
