import {
  CheckField,
  ChoiceBar,
  plainLanguage,
  QueryBar,
  SelectField,
  TextField,
  useClient,
  useLanguage,
} from '@holdfast/design'
import { type Alert, type ChannelName, type Trigger, watchable } from './alert.ts'
import { AlertPreview } from './alert-preview.tsx'
import classes from './alerts.module.css'

/** An alert while somebody writes it. */
export interface Draft {
  readonly name: string
  readonly list: string
  readonly query: string
  readonly kind: Trigger['kind']
  readonly remind: boolean
  readonly atLeast: string
  readonly withinMinutes: string
  readonly at: string
  readonly days: readonly number[]
  readonly zone: string
  readonly when: NonNullable<Trigger['when']>
  readonly count: string
  readonly collectMinutes: string
  readonly channels: readonly string[]
  readonly enabled: boolean
}

const here = Intl.DateTimeFormat().resolvedOptions().timeZone
export const emptyDraft: Draft = {
  name: '',
  list: 'findings',
  query: '',
  kind: 'each',
  remind: false,
  atLeast: '10',
  withinMinutes: '60',
  at: '07:30',
  days: [1, 2, 3, 4, 5, 6, 7],
  zone: here,
  when: 'always',
  count: '1',
  collectMinutes: '0',
  channels: [],
  enabled: true,
}

export function draftOf({ trigger, channels, collectMinutes, ...alert }: Alert): Draft {
  const {
    kind,
    remind = false,
    atLeast = 10,
    withinMinutes = 60,
    at = '07:30',
    zone = here,
    when = 'always',
    count = 1,
  } = trigger
  return {
    ...emptyDraft,
    name: alert.name,
    list: alert.list,
    query: alert.query,
    enabled: alert.enabled,
    ...{ kind, remind, at, zone, when },
    atLeast: String(atLeast),
    withinMinutes: String(withinMinutes),
    count: String(count),
    days: trigger.days ?? emptyDraft.days,
    collectMinutes: String(collectMinutes),
    channels: channels.map(({ id }) => id),
  }
}

/** What is sent; the list only where an alert is made. */
export function bodyOf(draft: Draft, isNew: boolean) {
  const { name, list, query, kind, remind, at, zone, when, channels, enabled } = draft
  const trigger =
    kind === 'each'
      ? { kind, remind }
      : kind === 'count'
        ? { kind, atLeast: Number(draft.atLeast), withinMinutes: Number(draft.withinMinutes) }
        : {
            ...{ kind, at, zone, when, days: [...draft.days].sort() },
            ...((when === 'at-least' || when === 'at-most') && { count: Number(draft.count) }),
          }
  const collectMinutes = kind === 'each' ? Number(draft.collectMinutes) : 0
  return { name: name.trim(), query, trigger, channels, enabled, collectMinutes, ...(isNew && { list }) }
}

/** What is sent where the rest is the provider's. */
export const ownPartOf = ({ channels, enabled }: Draft) => ({ channels, enabled })

const shortDays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The fields of an alert. `errors` are by the names of what is sent. */
export function AlertForm({
  draft,
  onDraft,
  alert,
  channels,
  errors,
  isFixed = false,
}: {
  draft: Draft
  onDraft: (draft: Draft) => void
  /** The alert that is changed; absent for a new one. */
  alert?: Alert
  channels: readonly ChannelName[]
  errors: Readonly<Record<string, string>>
  /** What it watches is its provider's to say. */
  isFixed?: boolean
}) {
  const set = (change: Partial<Draft>) => onDraft({ ...draft, ...change })
  return (
    <div className={classes.form}>
      {!isFixed && <WatchFields draft={draft} set={set} errors={errors} isNew={!alert} />}
      <div className={classes.group}>
        <span>Through</span>
        {channels.map(({ id, name, kind }) => (
          <CheckField
            key={id}
            label={name}
            hint={kind}
            checked={draft.channels.includes(id)}
            onChange={(checked) =>
              set({ channels: checked ? [...draft.channels, id] : draft.channels.filter((other) => other !== id) })
            }
          />
        ))}
        {channels.length === 0 && (
          <p className={classes.note}>
            There is no channel yet. What it finds is noted all the same; make a channel under{' '}
            <a href="/alerts?view=channels">Channels</a> to be told.
          </p>
        )}
        {errors.channels && <p className={classes.problem}>{errors.channels}</p>}
      </div>
      <CheckField label="On" checked={draft.enabled} onChange={(enabled) => set({ enabled })} />
    </div>
  )
}

/** What it watches, and when it tells. */
function WatchFields({
  draft,
  set,
  errors,
  isNew,
}: {
  draft: Draft
  set: (change: Partial<Draft>) => void
  errors: Readonly<Record<string, string>>
  isNew: boolean
}) {
  const { may } = useClient()
  const language = useLanguage(draft.list) ?? plainLanguage
  return (
    <>
      <TextField
        label="Name"
        value={draft.name}
        onChange={(name) => set({ name })}
        error={errors.name}
        placeholder="Critical on production"
        autoFocus={isNew}
        required
      />
      {isNew && (
        <SelectField
          label="Watch"
          value={draft.list}
          onChange={(list) => set({ list, query: '' })}
          options={watchable.filter(({ needs }) => may(needs)).map(({ value, label }) => ({ value, label }))}
        />
      )}
      <div className={classes.group}>
        <span>Query</span>
        <div className={classes.bar}>
          <QueryBar
            key={draft.list}
            label="Query"
            value={draft.query}
            onDraft={(query) => set({ query })}
            onRun={(query) => set({ query })}
            language={language}
            placeholder="severity:critical and status:open"
          />
        </div>
        <AlertPreview list={draft.list} query={draft.query} />
      </div>
      <TriggerFields draft={draft} set={set} errors={errors} />
    </>
  )
}

function TriggerFields({
  draft,
  set,
  errors,
}: {
  draft: Draft
  set: (change: Partial<Draft>) => void
  errors: Readonly<Record<string, string>>
}) {
  return (
    <>
      <div className={classes.group}>
        <span>Tell</span>
        <ChoiceBar
          label="Tell"
          value={draft.kind}
          onChange={(kind) => set({ kind })}
          options={[
            { value: 'each', label: 'Each' },
            { value: 'count', label: 'Many within a time' },
            { value: 'schedule', label: 'At a time' },
          ]}
        />
      </div>
      {draft.kind === 'each' && (
        <>
          <p className={classes.note}>
            What begins to match is told once, and again after it stopped. What matches already is not told.
          </p>
          <SelectField
            label="Take together what comes within"
            value={draft.collectMinutes}
            onChange={(collectMinutes) => set({ collectMinutes })}
            options={[
              { value: '0', label: 'no time: tell at once' },
              { value: '15', label: '15 minutes' },
              { value: '60', label: 'an hour' },
              { value: '1440', label: 'a day' },
              ...(['0', '15', '60', '1440'].includes(draft.collectMinutes)
                ? []
                : [{ value: draft.collectMinutes, label: `${draft.collectMinutes} minutes` }]),
            ]}
          />
          <CheckField
            label="Remind me daily of what still matches"
            checked={draft.remind}
            onChange={(remind) => set({ remind })}
          />
        </>
      )}
      {draft.kind === 'count' && (
        <div className={classes.pair}>
          <TextField
            label="At least so many begin to match"
            type="number"
            value={draft.atLeast}
            onChange={(atLeast) => set({ atLeast })}
            error={errors['trigger/atLeast']}
          />
          <TextField
            label="Within so many minutes"
            type="number"
            value={draft.withinMinutes}
            onChange={(withinMinutes) => set({ withinMinutes })}
            error={errors['trigger/withinMinutes']}
          />
        </div>
      )}
      {draft.kind === 'schedule' && <ScheduleFields draft={draft} set={set} errors={errors} />}
    </>
  )
}

function ScheduleFields({
  draft,
  set,
  errors,
}: {
  draft: Draft
  set: (change: Partial<Draft>) => void
  errors: Readonly<Record<string, string>>
}) {
  return (
    <>
      <div className={classes.pair}>
        <TextField
          label="Time of day"
          value={draft.at}
          onChange={(at) => set({ at })}
          error={errors['trigger/at']}
          placeholder="07:30"
        />
        <TextField
          label="Time zone"
          value={draft.zone}
          onChange={(zone) => set({ zone })}
          error={errors['trigger/zone']}
        />
      </div>
      <fieldset className={classes.days}>
        <legend>On</legend>
        {shortDays.map((label, index) => (
          <CheckField
            key={label}
            label={label}
            checked={draft.days.includes(index + 1)}
            onChange={(checked) =>
              set({ days: checked ? [...draft.days, index + 1] : draft.days.filter((day) => day !== index + 1) })
            }
          />
        ))}
      </fieldset>
      {errors['trigger/days'] && <p className={classes.problem}>{errors['trigger/days']}</p>}
      <div className={classes.pair}>
        <SelectField
          label="Send"
          value={draft.when}
          onChange={(when) => set({ when })}
          options={[
            { value: 'always', label: 'always' },
            { value: 'at-least', label: 'when at least so many match' },
            { value: 'at-most', label: 'when at most so many match' },
            { value: 'changed', label: 'when others match than last time' },
          ]}
        />
        {(draft.when === 'at-least' || draft.when === 'at-most') && (
          <TextField
            label="So many"
            type="number"
            value={draft.count}
            onChange={(count) => set({ count })}
            error={errors['trigger/count']}
          />
        )}
      </div>
    </>
  )
}
