import { Menu } from '@mantine/core'
import { IconCheck, IconSelector } from '@tabler/icons-react'
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
}: {
  tenant: Tenant
  choices?: readonly Tenant[]
  narrow?: boolean
  onChoose?: (id: string) => void
}) {
  const card = (
    <>
      <i className={classes.bar} style={{ background: tenant.colour }} />
      <span className={classes.words}>
        <b>{narrow ? initials(tenant.name) : tenant.name}</b>
        {!narrow && tenant.detail && <small>{tenant.detail}</small>}
      </span>
    </>
  )
  if (!onChoose || choices.length < 2) {
    return (
      <div className={classes.root} data-narrow={narrow || undefined} title={narrow ? tenant.name : undefined}>
        {card}
      </div>
    )
  }
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <button
          type="button"
          className={classes.root}
          data-narrow={narrow || undefined}
          aria-label={`${tenant.name}: switch`}
        >
          {card}
          {!narrow && <IconSelector className={classes.arrows} size={14} stroke={1.8} aria-hidden="true" />}
        </button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {choices.map((choice) => (
          <Menu.Item key={choice.id} onClick={() => onChoose(choice.id)}>
            <span className={classes.choice}>
              <i className={classes.bar} style={{ background: choice.colour }} />
              <span className={classes.words}>
                <b>{choice.name}</b>
                {choice.detail && <small>{choice.detail}</small>}
              </span>
              {choice.id === tenant.id && <IconCheck size={15} stroke={2.2} aria-label="chosen" />}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}
