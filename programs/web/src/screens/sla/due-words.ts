import type { DueState } from '../findings/finding.ts'

/** What stands before the date of a finding's time. */
export const dueWords: Readonly<Record<DueState, string>> = {
  within: 'Due',
  soon: 'Due soon',
  overdue: 'Overdue',
  paused: 'Paused; due',
  met: 'Met; was due',
  missed: 'Missed; was due',
}
