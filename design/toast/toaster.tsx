import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useShortcut } from '../keyboard/shortcuts.tsx'
import { dismissToast, type Toast, useToasts } from './toast-store.ts'
import classes from './toaster.module.css'

/** The corner where results appear. The region is always there, so that screen readers notice what comes into it. */
export function Toaster() {
  const toasts = useToasts()
  const undoable = toasts.findLast((toast) => toast.undo)
  useShortcut('mod+z', 'Undo the last action', () => undoable && takeBack(undoable), {
    group: 'Everywhere',
    when: undoable !== undefined,
  })
  return (
    <section className={classes.region} aria-live="polite" aria-label="Results">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held || toast.tone === 'failed') return
    const timer = setTimeout(() => dismissToast(toast.id), toast.undo ? 10_000 : 5_000)
    return () => clearTimeout(timer)
  }, [held, toast])
  const Icon = toast.tone === 'failed' ? IconAlertTriangle : IconCheck
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: being under the pointer only holds the clock
    <div
      className={classes.toast}
      data-tone={toast.tone ?? 'ok'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon className={classes.icon} size={16} stroke={2.2} aria-hidden="true" />
      <span className={classes.message}>{toast.message}</span>
      {toast.link && <a href={toast.link.href}>{toast.link.label}</a>}
      {toast.undo && (
        <button type="button" className={classes.undo} onClick={() => takeBack(toast)}>
          <IconArrowBackUp size={15} stroke={2} aria-hidden="true" /> Undo
        </button>
      )}
      <button type="button" className={classes.close} aria-label="Dismiss" onClick={() => dismissToast(toast.id)}>
        <IconX size={14} stroke={2} aria-hidden="true" />
      </button>
      {toast.undo && <i className={classes.clock} data-held={held || undefined} />}
    </div>
  )
}

function takeBack(toast: Toast) {
  toast.undo?.()
  dismissToast(toast.id)
}
