import {
  Button,
  ChoiceBar,
  Dialog,
  plainLanguage,
  QueryBar,
  SelectField,
  TextField,
  useLanguage,
} from '@holdfast/design'
import { type FormEvent, useId, useState } from 'react'
import type { Widget, WidgetKind } from './board.ts'
import classes from './boards.module.css'
import { useValues } from './use-boards.ts'
import { WidgetBody } from './widget-body.tsx'
import { bodyOf, coloursOf, coloursText, type Draft, problemIn } from './widget-draft.ts'

const kinds: readonly { value: WidgetKind; label: string }[] = [
  { value: 'number', label: 'Number' },
  { value: 'trend', label: 'Line' },
  { value: 'bar', label: 'Bars' },
  { value: 'table', label: 'Table' },
  { value: 'ratio', label: 'Share' },
]
const lists = [
  { value: 'findings', label: 'Findings' },
  { value: 'assets', label: 'Assets' },
  { value: 'not-assessed', label: 'Checks not assessed' },
  { value: 'exceptions', label: 'Exceptions' },
  { value: 'sources', label: 'Sources' },
]

/** Makes or changes a widget, and shows at once what it will show. */
export function WidgetEditor({
  widget,
  onSave,
  onClose,
}: {
  widget: Widget
  onSave: (widget: Widget) => void
  onClose: () => void
}) {
  const form = useId()
  const [draft, setDraft] = useState<Draft>(() => ({ ...widget }))
  const [colours, setColours] = useState(() => coloursText(widget.colours))
  const [insisted, setInsisted] = useState(false)
  const language = useLanguage(draft.list) ?? plainLanguage
  const groupable = useLanguage(draft.list)?.groupable ?? []
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }))
  const wrong = problemIn(draft, colours)
  const complete = wrong === undefined ? bodyOf(draft, coloursOf(colours)) : undefined
  const preview = useValues(complete ? [complete] : undefined)
  const query = (field: 'query' | 'of', label: string) => (
    <div>
      <p className={classes.about}>{label}</p>
      <QueryBar
        value={draft[field] ?? ''}
        label={label}
        language={language}
        placeholder="Everything. Type a field, a value, a word …"
        onRun={(text) => change({ [field]: text })}
        onDraft={(text) => change({ [field]: text })}
      />
    </div>
  )

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    setInsisted(true)
    if (complete) onSave(complete)
  }

  return (
    <Dialog
      opened
      onClose={onClose}
      title={widget.title === '' ? 'Add a widget' : `Change “${widget.title}”`}
      width={720}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} unavailable={wrong}>
            {widget.title === '' ? 'Add it' : 'Keep it'}
          </Button>
        </>
      }
    >
      <form id={form} className={classes.form} onSubmit={onSubmit}>
        <TextField
          label="Title"
          value={draft.title}
          onChange={(title) => change({ title })}
          error={insisted ? wrong : undefined}
          autoFocus
        />
        <ChoiceBar label="Kind" value={draft.kind} options={kinds} onChange={(kind) => change({ kind })} fill />
        <div className={classes.pair}>
          <SelectField
            label="List"
            value={draft.list}
            options={lists}
            onChange={(list) => change({ list, groupBy: [] })}
          />
          <TextField
            label="Width"
            type="number"
            value={String(draft.width)}
            onChange={(width) => change({ width: Number(width) })}
            hint="2 to 12 columns of twelve"
          />
        </div>
        {query('query', 'What it counts')}
        {draft.kind === 'ratio' && query('of', 'Of what it is the share')}
        {(draft.kind === 'table' || draft.kind === 'bar') && (
          <div className={classes.pair}>
            <TextField
              label="Counted by"
              mono
              value={(draft.groupBy ?? []).join(', ')}
              onChange={(text) => change({ groupBy: text.split(',').map((key) => key.trim()) })}
              hint={`One to three, with commas: ${groupable
                .slice(0, 6)
                .map(({ token }) => token)
                .join(', ')} … Dates take a unit: firstFound/w`}
            />
            <TextField
              label="At most"
              type="number"
              value={String(draft.limit ?? 10)}
              onChange={(limit) => change({ limit: Number(limit) })}
              hint="1 to 100 rows"
            />
          </div>
        )}
        {draft.kind === 'trend' && (
          <div className={classes.pair}>
            <SelectField
              label="A point"
              value={draft.every ?? 'd'}
              options={[
                { value: 'h', label: 'an hour' },
                { value: 'd', label: 'a day' },
                { value: 'w', label: 'a week' },
              ]}
              onChange={(every) => change({ every })}
            />
            <TextField
              label="Points"
              type="number"
              value={String(draft.points ?? 30)}
              onChange={(points) => change({ points: Number(points) })}
              hint="2 to 60, before now"
            />
          </div>
        )}
        {draft.kind === 'number' && (
          <div className={classes.pair}>
            <SelectField
              label="Compared with"
              value={draft.before ?? ''}
              options={[
                { value: '', label: 'nothing' },
                { value: 'now-1d', label: 'a day ago' },
                { value: 'now-7d', label: 'a week ago' },
                { value: 'now-1M', label: 'a month ago' },
              ]}
              onChange={(before) => change({ before: before as Draft['before'] })}
            />
            <SelectField
              label="Better is"
              value={draft.better ?? ''}
              options={[
                { value: '', label: 'neither' },
                { value: 'less', label: 'less' },
                { value: 'more', label: 'more' },
              ]}
              onChange={(better) => change({ better: better as Draft['better'] })}
            />
          </div>
        )}
        {(draft.kind === 'number' || draft.kind === 'ratio') && (
          <TextField
            label="Colours"
            mono
            value={colours}
            onChange={setColours}
            hint="From which value on: 0 ok, 1 warn, 10 failed. Empty for none."
          />
        )}
      </form>
      <h3 className={classes.section}>As it will be</h3>
      {complete ? (
        <WidgetBody widget={complete} value={preview.data?.get(complete.id)} />
      ) : (
        <p className="muted">{wrong}</p>
      )}
    </Dialog>
  )
}
