// The face of jobs: work that people start and watch, and work that comes back by the clock.
export { Company } from './company.ts'
export { defineJob, type JobKind, type JobProgress, type RunningJob } from './define-job.ts'
export { forgetOldJobs } from './forget-old-jobs.ts'
export { type Job, type JobState, readJob, readJobs } from './read-jobs.ts'
export { runScheduled } from './scheduled.ts'
export { cancelJob, startJob } from './start-job.ts'
export { type Jobs, type JobsOptions, type PeriodicTask, startJobs } from './start-jobs.ts'
export { startTurns, type Turns, type TurnsOptions } from './start-turns.ts'
export { startUpkeep } from './start-upkeep.ts'

/** The part's migrations. */
export const jobsPart = { part: 'jobs', folder: new URL('./sql/', import.meta.url) } as const
