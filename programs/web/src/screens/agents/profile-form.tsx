import {
  Button,
  CheckField,
  Drawer,
  RequestProblem,
  SelectField,
  SwitchField,
  TextField,
  toast,
  useApi,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import classes from './agents.module.css'
import { CollectorFields } from './collector-fields.tsx'
import type { Profile, Settings } from './fleet.ts'
import { ProfilePreview } from './profile-preview.tsx'
import { readWindows, writeWindows } from './window-lines.ts'

const numbers = [
  ['statusSeconds', 'Seconds between signs of life', '30 to 300; 60 by itself.'],
  ['scanDelaySeconds', 'Seconds before the first collection', 'After each start.'],
  ['scanRandomiseSeconds', 'Spread of regular runs, in seconds', 'Each is put off by up to so much, by chance.'],
  ['nice', 'Niceness', '0 to 19: how far it stands back for others.'],
  ['processorShare', 'Share of one core', '0.001 to 1, on a host that keeps changing; 0.01 by itself.'],
  ['memoryMegabytes', 'Memory, in megabytes', 'A parser beyond this is started anew; 600 by itself.'],
  ['uploadBytesPerSecond', 'Upload, in bytes a second', 'On average.'],
  ['envelopeBytes', 'Bytes in one request', 'At most.'],
] as const

/** Makes a configuration profile, or changes one. What is left empty is as the agent does it by itself. */
export function ProfileForm({ profile, onClose }: { profile: Profile | undefined; onClose: () => void }) {
  const api = useApi()
  const queries = useQueryClient()
  const tags = useQuery({
    queryKey: ['tags'],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly { id: string; path: string }[] }>('/tags', { signal })).data,
  })
  const before = profile?.settings ?? {}
  const [name, setName] = useState(profile?.name ?? '')
  const [description, setDescription] = useState(profile?.description ?? '')
  const [priority, setPriority] = useState(String(profile?.priority ?? 100))
  const [isDefault, setDefault] = useState(profile?.isDefault ?? false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(profile?.tags.map(({ id }) => id)))
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(numbers.map(([id]) => [id, before[id] === undefined ? '' : String(before[id])])),
  )
  const [windows, setWindows] = useState(writeWindows(before.windows))
  const [collectors, setCollectors] = useState(before.collectors ?? {})
  const [updates, setUpdates] = useState<'rings' | 'off'>(before.updates ?? 'rings')
  const [proxy, setProxy] = useState(before.proxy?.url ?? '')
  const [direct, setDirect] = useState(before.proxy?.direct ?? false)
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)

  function settings(): Settings {
    const set = Object.fromEntries(
      Object.entries(values).flatMap(([id, text]) => (text.trim() ? [[id, Number(text)]] : [])),
    )
    const quiet = readWindows(windows)
    return {
      ...set,
      ...(quiet.length > 0 && { windows: quiet }),
      ...(Object.keys(collectors).length > 0 && { collectors }),
      ...(updates === 'off' && { updates }),
      ...(proxy.trim() && { proxy: { url: proxy.trim(), direct } }),
    }
  }

  async function save() {
    setBusy(true)
    setProblem(undefined)
    try {
      const body = { name, description, priority: Number(priority), isDefault, settings: settings(), tags: [...chosen] }
      if (profile) {
        const path = `/agent-profiles/${encodeURIComponent(profile.id)}`
        const { etag } = await api.getTagged(path)
        await api.send('PATCH', path, body, { ...(etag !== undefined && { ifMatch: etag }) })
      } else await api.send('POST', '/agent-profiles', body)
      toast({ message: `“${name}” holds: agents take it with their next sign of life` })
      await queries.invalidateQueries({ queryKey: ['fleet'] })
      onClose()
    } catch (cause) {
      setProblem(cause instanceof RequestProblem || cause instanceof Error ? cause.message : String(cause))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Drawer
      title={profile ? `Change “${profile.name}”` : 'New profile'}
      onClose={onClose}
      footer={
        <>
          <Button
            look="primary"
            busy={busy}
            onClick={save}
            unavailable={name.trim() === '' ? 'write a name first' : undefined}
          >
            {profile ? 'Save' : 'Make the profile'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className={classes.form}>
        {problem && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
        <TextField label="Name" value={name} onChange={setName} required />
        <TextField label="Description" value={description} onChange={setDescription} lines={2} />
        <TextField label="Priority" value={priority} onChange={setPriority} type="number" hint="1 is asked first." />
        <SwitchField
          label="Default profile"
          checked={isDefault}
          onChange={setDefault}
          hint="For agents that no other profile is for."
        />
        <fieldset>
          <legend>For agents whose assets have one of these tags</legend>
          {tags.data?.map(({ id, path }) => (
            <CheckField
              key={id}
              label={path}
              checked={chosen.has(id)}
              onChange={(on) =>
                setChosen(on ? new Set([...chosen, id]) : new Set([...chosen].filter((each) => each !== id)))
              }
            />
          ))}
          {tags.data?.length === 0 && <p className="muted">There is no tag yet.</p>}
        </fieldset>
        <ProfilePreview profile={profile?.id} tags={[...chosen]} priority={Number(priority)} isDefault={isDefault} />
        {numbers.map(([id, label, hint]) => (
          <TextField
            key={id}
            label={label}
            hint={hint}
            value={values[id] ?? ''}
            onChange={(value) => setValues({ ...values, [id]: value })}
          />
        ))}
        <TextField
          label="Quiet windows, one a line"
          hint="1-5 22:00-06:00 Europe/Prague activity: nothing is collected. With “transmission”, nothing is sent either."
          value={windows}
          onChange={setWindows}
          lines={3}
          mono
        />
        <CollectorFields set={collectors} onChange={setCollectors} />
        <SelectField
          label="Updates"
          value={updates}
          onChange={setUpdates}
          options={[
            { value: 'rings', label: 'by rings' },
            { value: 'off', label: 'by hand only' },
          ]}
        />
        <TextField
          label="Proxy"
          placeholder="http://proxy.example:3128"
          value={proxy}
          onChange={setProxy}
          hint="A name and password are given with the install command."
        />
        <SwitchField label="Without the proxy where that does not answer" checked={direct} onChange={setDirect} />
      </div>
    </Drawer>
  )
}
