import { IconSelector } from '@tabler/icons-react'
import { Menu } from './menu.tsx'
import classes from './tenant-card.module.css'

export interface Tenant {
  readonly id: string
  readonly name: string
  /** "customer of Alpine MSSP", "demo data": what must not be forgotten about it. */
  readonly detail?: string
  /** Any CSS colour; a bar at the left edge of its name, wherever the name stands. */
  readonly colour?: string
}

/** For whom one looks, always in sight, with the colour that tells one from another. */
export function TenantCard({
  tenant,
  choices = [],
  narrow = false,
  onChoose,
  onSwitch,
}: {
  tenant: Tenant
  choices?: readonly Tenant[]
  narrow?: boolean
  onChoose?: (id: string) => void
  /** Opens a finder of its own, where there are more than a menu holds. */
  onSwitch?: () => void
}) {
  const shown = narrow ? { ...tenant, name: initials(tenant.name), detail: undefined } : tenant
  if (onSwitch) {
    return (
      <button
        type="button"
        className={classes.root}
        data-narrow={narrow || undefined}
        aria-haspopup="dialog"
        onClick={onSwitch}
      >
        <Name tenant={shown} />
        {narrow ? (
          <span className="said"> {tenant.name}</span>
        ) : (
          <IconSelector className={classes.arrows} size={14} stroke={1.8} aria-hidden="true" />
        )}
        <span className="said">: switch</span>
      </button>
    )
  }
  if (!onChoose || choices.length < 2) {
    return (
      <div className={classes.root} data-narrow={narrow || undefined} title={narrow ? tenant.name : undefined}>
        <Name tenant={shown} />
      </div>
    )
  }
  return (
    <Menu
      label="Tenants"
      position="bottom-start"
      width={264}
      items={choices.map((choice) => ({
        id: choice.id,
        label: (
          <span className={classes.choice}>
            <Name tenant={choice} />
          </span>
        ),
        chosen: choice.id === tenant.id,
        onSelect: () => onChoose(choice.id),
      }))}
      trigger={(props) => (
        <button type="button" className={classes.root} data-narrow={narrow || undefined} {...props}>
          <Name tenant={shown} />
          {narrow ? (
            <span className="said"> {tenant.name}</span>
          ) : (
            <IconSelector className={classes.arrows} size={14} stroke={1.8} aria-hidden="true" />
          )}
          <span className="said">: switch</span>
        </button>
      )}
    />
  )
}

function Name({ tenant }: { tenant: Tenant }) {
  return (
    <>
      <i className={classes.bar} style={{ background: tenant.colour }} />
      <span className={classes.words}>
        <b>{tenant.name}</b>
        {tenant.detail && <small>{tenant.detail}</small>}
      </span>
    </>
  )
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}
