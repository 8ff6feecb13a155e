import {
  IconAlertCircle,
  IconCheck,
  IconCircle,
  IconCircleDashed,
  IconClock,
  IconEyeOff,
  IconRefresh,
  IconShieldCheck,
} from '@tabler/icons-react'
import classes from './state-mark.module.css'

/** Where something stands in its life: an outline while open, a tick when proved, a clock while accepted until a date. */
export type LifeState = 'new' | 'active' | 'reopened' | 'fixed' | 'accepted' | 'mitigated' | 'dismissed' | 'unknown'

const icons = {
  new: IconAlertCircle,
  active: IconCircle,
  reopened: IconRefresh,
  fixed: IconCheck,
  accepted: IconClock,
  mitigated: IconShieldCheck,
  dismissed: IconEyeOff,
  unknown: IconCircleDashed,
} as const

export function StateMark({ state, children }: { state: LifeState; children?: React.ReactNode }) {
  const Icon = icons[state]
  return (
    <span className={classes.root} data-state={state}>
      <Icon size={14} stroke={2} aria-hidden="true" />
      {children ?? state.charAt(0).toUpperCase() + state.slice(1)}
    </span>
  )
}
