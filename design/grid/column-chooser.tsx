import { Popover } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3, IconMinus, IconPlus } from '@tabler/icons-react'
import { CheckField } from '../form/check-field.tsx'
import { ChoiceBar } from '../form/choice-bar.tsx'
import classes from './column-chooser.module.css'
import { type Density, type GridColumn, moveName } from './grid-column.ts'
import type { Columns } from './use-columns.ts'

const densities: readonly { value: Density; label: string }[] = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'compact', label: 'Compact' },
  { value: 'dense', label: 'Dense' },
]

/** Which columns, in which order, how wide, how tall the rows: everything a drag does, as buttons too. */
export function ColumnChooser<Row>({
  all,
  columns,
  onShown,
  density,
  onDensity,
}: {
  all: readonly GridColumn<Row>[]
  columns: Columns<Row>
  onShown?: (shown: readonly string[] | undefined) => void
  density: Density
  onDensity: (density: Density) => void
}) {
  const shown = columns.visible.map((column) => column.id)
  const byId = new Map(all.map((column) => [column.id, column]))
  return (
    <Popover position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.target}
          aria-label="Columns and row height"
          title="Columns and row height"
        >
          <IconColumns3 size={15} stroke={1.7} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.menu} aria-label="Columns and row height">
        <ChoiceBar label="Row height" value={density} options={densities} onChange={onDensity} fill />
        {onShown && (
          <>
            <h2 className={classes.heading}>Columns</h2>
            <ul>
              {columns.order.map((id) => {
                const column = byId.get(id)
                const isShown = columns.isShown(id)
                if (!column) return null
                return (
                  <li key={id} className={classes.line}>
                    <CheckField
                      label={column.header}
                      checked={isShown}
                      onChange={(on) => onShown(on ? [...shown, id] : shown.filter((other) => other !== id))}
                    />
                    {isShown && (
                      <span className={classes.buttons}>
                        <Tiny
                          label={`Move ${column.header} to the front`}
                          icon={IconArrowUp}
                          onClick={() => onShown(moveName(shown, id, -1))}
                        />
                        <Tiny
                          label={`Move ${column.header} to the back`}
                          icon={IconArrowDown}
                          onClick={() => onShown(moveName(shown, id, 1))}
                        />
                        <Tiny
                          label={`Make ${column.header} narrower`}
                          icon={IconMinus}
                          onClick={() => columns.stepWidth(id, -24)}
                        />
                        <Tiny
                          label={`Make ${column.header} wider`}
                          icon={IconPlus}
                          onClick={() => columns.stepWidth(id, 24)}
                        />
                      </span>
                    )}
                  </li>
                )
              })}
            </ul>
            <button type="button" className={classes.reset} onClick={() => onShown(undefined)}>
              Back to the usual columns
            </button>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function Tiny({ label, icon: Icon, onClick }: { label: string; icon: typeof IconPlus; onClick: () => void }) {
  return (
    <button type="button" className={classes.tiny} aria-label={label} title={label} onClick={onClick}>
      <Icon size={13} stroke={2} aria-hidden="true" />
    </button>
  )
}
