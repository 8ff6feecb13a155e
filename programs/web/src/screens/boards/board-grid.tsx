import { Button, Card } from '@holdfast/design'
import {
  IconArrowLeft,
  IconArrowRight,
  IconArrowsHorizontal,
  IconArrowsMinimize,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import { type CSSProperties, useState } from 'react'
import type { Values, Widget } from './board.ts'
import classes from './boards.module.css'
import { WidgetBody } from './widget-body.tsx'

const least = 2
const most = 12

/** The widgets of a board in twelve columns. While it is edited they are moved and sized by buttons, or dragged. */
export function BoardGrid({
  widgets,
  values,
  onChange,
  onEdit,
}: {
  widgets: readonly Widget[]
  values: Values | undefined
  /** Given while the board is edited. */
  onChange?: (widgets: readonly Widget[]) => void
  onEdit?: (widget: Widget) => void
}) {
  const [dragged, setDragged] = useState<string>()
  const [over, setOver] = useState<string>()
  const drop = (target: string) => {
    const from = widgets.findIndex(({ id }) => id === dragged)
    const to = widgets.findIndex(({ id }) => id === target)
    if (from >= 0 && to >= 0 && from !== to) onChange?.(moved(widgets, from, to))
    setDragged(undefined)
    setOver(undefined)
  }
  return (
    <div className={classes.grid}>
      {widgets.map((widget, at) => (
        <div
          key={widget.id}
          className={classes.cell}
          style={{ '--span': widget.width } as CSSProperties}
          data-over={over === widget.id || undefined}
          {...(onChange && {
            draggable: true,
            onDragStart: () => setDragged(widget.id),
            onDragEnd: () => setDragged(undefined),
            onDragOver: (event) => {
              event.preventDefault()
              setOver(widget.id)
            },
            onDrop: (event) => {
              event.preventDefault()
              drop(widget.id)
            },
          })}
        >
          <Card
            title={widget.title}
            {...(onChange && {
              actions: (
                <span className={classes.tools}>
                  <Tool
                    icon={IconArrowLeft}
                    label={`Move ${widget.title} back`}
                    unavailable={at === 0 ? 'it is the first' : undefined}
                    onClick={() => onChange(moved(widgets, at, at - 1))}
                  />
                  <Tool
                    icon={IconArrowRight}
                    label={`Move ${widget.title} on`}
                    unavailable={at === widgets.length - 1 ? 'it is the last' : undefined}
                    onClick={() => onChange(moved(widgets, at, at + 1))}
                  />
                  <Tool
                    icon={IconArrowsMinimize}
                    label={`Make ${widget.title} narrower`}
                    unavailable={widget.width <= least ? 'it is as narrow as can be' : undefined}
                    onClick={() => onChange(sized(widgets, at, -1))}
                  />
                  <Tool
                    icon={IconArrowsHorizontal}
                    label={`Make ${widget.title} wider`}
                    unavailable={widget.width >= most ? 'it takes the whole width' : undefined}
                    onClick={() => onChange(sized(widgets, at, 1))}
                  />
                  <Tool icon={IconPencil} label={`Change ${widget.title}`} onClick={() => onEdit?.(widget)} />
                  <Tool
                    icon={IconTrash}
                    label={`Remove ${widget.title}`}
                    onClick={() => onChange(widgets.filter(({ id }) => id !== widget.id))}
                  />
                </span>
              ),
            })}
          >
            <WidgetBody widget={widget} value={values?.get(widget.id)} />
          </Card>
        </div>
      ))}
    </div>
  )
}

function Tool({
  icon,
  label,
  unavailable,
  onClick,
}: {
  icon: typeof IconPencil
  label: string
  unavailable?: string | undefined
  onClick: () => void
}) {
  return (
    <Button look="quiet" icon={icon} unavailable={unavailable} onClick={onClick}>
      <span className="said">{label}</span>
    </Button>
  )
}

function moved(widgets: readonly Widget[], from: number, to: number): readonly Widget[] {
  const rest = widgets.toSpliced(from, 1)
  return rest.toSpliced(to, 0, widgets[from]!)
}

function sized(widgets: readonly Widget[], at: number, by: number): readonly Widget[] {
  return widgets.with(at, { ...widgets[at]!, width: Math.min(most, Math.max(least, widgets[at]!.width + by)) })
}
