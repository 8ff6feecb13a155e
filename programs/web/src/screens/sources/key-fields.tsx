import { CheckField, SelectField, SwitchField, TextField, useApi, useClient } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import { useNetworks } from '../networks/network.ts'
import { TagSet } from '../people/tag-set.tsx'
import { useTags } from '../tags/use-tags.ts'
import type { KeyDraft } from './key.ts'
import classes from './sources.module.css'

/** What a key gives to the agents that enrol with it, and what it allows. */
export function KeyFields({ draft, onChange }: { draft: KeyDraft; onChange: (draft: KeyDraft) => void }) {
  const api = useApi()
  const { may } = useClient()
  const set = (part: Partial<KeyDraft>) => onChange({ ...draft, ...part })
  const { data: tags = [] } = useTags()
  const networks = useNetworks(may('networks:read'))
  const modules = useQuery({
    queryKey: ['agent-modules'],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly { id: string; title: string }[] }>('/agent-modules', { signal })).data,
  })
  const { modules: chosen } = draft
  return (
    <div className={classes.fields}>
      <TextField label="Name" value={draft.name} onChange={(name) => set({ name })} required />
      <TagSet
        label="Tags that its assets get"
        chosen={draft.tags}
        without={tags.filter(({ kind }) => kind !== 'static').map(({ id }) => id)}
        onChange={(ids) => set({ tags: ids })}
      />
      <SelectField
        label="Network"
        value={draft.network}
        options={[
          { value: '', label: networks.data?.find(({ isDefault }) => isDefault)?.name ?? 'the default one' },
          ...(networks.data ?? []).flatMap(({ id, name, isDefault }) =>
            isDefault ? [] : [{ value: id, label: name }],
          ),
        ]}
        onChange={(network) => set({ network })}
      />
      <TextField
        label="How many may enrol"
        type="number"
        value={draft.limit}
        onChange={(limit) => set({ limit })}
        hint="Empty: as many as want to."
      />
      <TextField
        label="Last day"
        type="date"
        value={draft.ends}
        onChange={(ends) => set({ ends })}
        hint="Empty: without end."
      />
      <fieldset className={classes.modules}>
        <legend>What its agents may run</legend>
        <SwitchField
          label="Everything, also what comes later"
          checked={chosen === null}
          onChange={(on) => set({ modules: on ? null : (modules.data ?? []).map(({ id }) => id) })}
        />
        {chosen !== null &&
          modules.data?.map(({ id, title }) => (
            <CheckField
              key={id}
              label={title}
              checked={chosen.includes(id)}
              onChange={(on) => set({ modules: on ? [...chosen, id] : chosen.filter((each) => each !== id) })}
            />
          ))}
      </fieldset>
    </div>
  )
}
