import { Button, EmptyState } from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { freshId, type Widget } from './board.ts'
import { BoardGrid } from './board-grid.tsx'
import classes from './boards.module.css'
import { useValues } from './use-boards.ts'
import { WidgetEditor } from './widget-editor.tsx'

/** The widgets of a board with what they show; with `onChange` they can be changed. */
export function BoardView({
  widgets,
  onChange,
}: {
  widgets: readonly Widget[]
  onChange?: (widgets: readonly Widget[]) => void
}) {
  const { data } = useValues(widgets)
  const [edited, setEdited] = useState<Widget>()
  const add = () =>
    setEdited({ id: freshId(widgets, 'number'), kind: 'number', title: '', list: 'findings', query: '', width: 4 })
  return (
    <div className={classes.sizer}>
      {widgets.length === 0 && (
        <EmptyState
          kind="new"
          title="Nothing on this board yet"
          words="A widget counts what a query finds: as a number, a line over time, bars, a table or a share."
          {...(onChange && { action: <Button onClick={add}>Add a widget</Button> })}
        />
      )}
      <BoardGrid
        widgets={widgets}
        values={data}
        {...(onChange && { onChange, onEdit: (widget: Widget) => setEdited(widget) })}
      />
      {onChange && widgets.length > 0 && (
        <p>
          <Button icon={IconPlus} onClick={add}>
            Add a widget
          </Button>
        </p>
      )}
      {edited && onChange && (
        <WidgetEditor
          key={edited.id}
          widget={edited}
          onClose={() => setEdited(undefined)}
          onSave={(widget) => {
            const at = widgets.findIndex(({ id }) => id === widget.id)
            onChange(at < 0 ? [...widgets, widget] : widgets.with(at, widget))
            setEdited(undefined)
          }}
        />
      )}
    </div>
  )
}
