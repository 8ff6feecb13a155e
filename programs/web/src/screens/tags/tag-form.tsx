import { ChoiceBar, plainLanguage, QueryBar, SelectField, TextField, useLanguage } from '@holdfast/design'
import { ColourField } from './colour-field.tsx'
import { branchOf, type Tag, treeOrder } from './tag.ts'
import { TagPreview } from './tag-preview.tsx'
import classes from './tags.module.css'

/** A tag while somebody writes it. */
export interface Draft {
  readonly name: string
  readonly parent: string
  readonly how: 'static' | 'dynamic'
  readonly query: string
  readonly colour: string
  readonly criticality: string
  readonly description: string
}

export const emptyDraft: Draft = {
  name: '',
  parent: '',
  how: 'dynamic',
  query: '',
  colour: 'blue',
  criticality: '',
  description: '',
}

export function draftOf(tag: Tag): Draft {
  return {
    name: tag.name,
    parent: tag.parent ?? '',
    how: tag.kind === 'static' ? 'static' : 'dynamic',
    query: tag.query ?? '',
    colour: tag.colour,
    criticality: tag.criticality === null ? '' : String(tag.criticality),
    description: tag.description,
  }
}

/** What is sent: the same whether a tag is made or changed. */
export function bodyOf(draft: Draft) {
  return {
    name: draft.name,
    parent: draft.parent === '' ? null : draft.parent,
    query: draft.how === 'dynamic' ? draft.query : null,
    colour: draft.colour,
    criticality: draft.criticality === '' ? null : Number(draft.criticality),
    description: draft.description,
  }
}

const levels = [
  { value: '', label: 'says nothing' },
  ...[1, 2, 3, 4, 5].map((level) => ({ value: String(level), label: String(level) })),
]

/** The fields of a tag. `errors` are by the names of what is sent. */
export function TagForm({
  draft,
  onDraft,
  tags,
  tag,
  errors,
}: {
  draft: Draft
  onDraft: (draft: Draft) => void
  tags: readonly Tag[]
  /** The tag that is changed; absent for a new one. */
  tag?: Tag
  errors: Readonly<Record<string, string>>
}) {
  const language = useLanguage('assets') ?? plainLanguage
  const set = (change: Partial<Draft>) => onDraft({ ...draft, ...change })
  const branch = tag ? branchOf(tags, tag.id) : new Set<string>()
  const places = treeOrder(tags).filter(({ id, kind }) => kind !== 'system' && !branch.has(id))
  return (
    <div className={classes.form}>
      <TextField
        label="Name"
        value={draft.name}
        onChange={(name) => set({ name })}
        error={errors.name}
        placeholder="Production"
        autoFocus={!tag}
        required
      />
      {!tag && (
        <div className={classes.group}>
          <span>Who gets it</span>
          <ChoiceBar
            label="Who gets it"
            value={draft.how}
            onChange={(how) => set({ how })}
            options={[
              { value: 'dynamic', label: 'What a query finds' },
              { value: 'static', label: 'What I give it to' },
            ]}
          />
        </div>
      )}
      {draft.how === 'dynamic' ? (
        <div className={classes.group}>
          <span>Query over assets</span>
          <div className={classes.bar}>
            <QueryBar
              label="Query over assets"
              value={tag?.query ?? ''}
              onDraft={(query) => set({ query })}
              onRun={(query) => set({ query })}
              language={language}
              placeholder="operatingSystem:debian and exposedCount > 0"
            />
          </div>
          <TagPreview query={draft.query} />
        </div>
      ) : (
        !tag && <p className={classes.note}>Choose assets in the inventory, then press Tag … to give it to them.</p>
      )}
      <SelectField
        label="Stands under"
        value={draft.parent}
        onChange={(parent) => set({ parent })}
        options={[{ value: '', label: 'nothing' }, ...places.map(({ id, path }) => ({ value: id, label: path }))]}
        error={errors.parent}
      />
      <ColourField value={draft.colour} onChange={(colour) => set({ colour })} />
      <div className={classes.group}>
        <span>Criticality</span>
        <ChoiceBar
          label="Criticality"
          value={draft.criticality}
          onChange={(criticality) => set({ criticality })}
          options={levels}
        />
        <p className={classes.note}>
          How much depends on assets with it; 5 is the most. An asset has the highest of its tags, and 2 where none says
          anything.
        </p>
      </div>
      <TextField
        label="Description"
        value={draft.description}
        onChange={(description) => set({ description })}
        error={errors.description}
        lines={2}
      />
    </div>
  )
}
