import { Button, Drawer, KeyValue, plural, RequestProblem, TextField, toast, useApi, useClient } from '@holdfast/design'
import { useState } from 'react'
import classes from './people.module.css'
import { tagWords, type Unit } from './sight.ts'
import { TagSet } from './tag-set.tsx'
import { useGuardedSend, useRenewPeople } from './use-people.ts'

/** A unit: its name and tags, to be changed or removed; with none given, a new one. */
export function UnitDrawer({ unit, onClose }: { unit: Unit | undefined; onClose: () => void }) {
  const api = useApi()
  const { may } = useClient()
  const send = useGuardedSend()
  const renew = useRenewPeople()
  const [name, setName] = useState(unit?.name ?? '')
  const [description, setDescription] = useState(unit?.description ?? '')
  const [include, setInclude] = useState<readonly string[]>(unit?.include.map(({ id }) => id) ?? [])
  const [exclude, setExclude] = useState<readonly string[]>(unit?.exclude.map(({ id }) => id) ?? [])
  const [problem, setProblem] = useState<string>()
  const changes = may('members:write')
  const missing = name.trim() === '' ? 'give it a name' : include.length === 0 ? 'choose a tag' : undefined

  async function act(work: () => Promise<unknown>, said: string) {
    setProblem(undefined)
    try {
      await work()
      toast({ message: said })
      await renew()
      onClose()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }

  const body = { name: name.trim(), description: description.trim(), include, exclude }
  const save = () => (unit ? send('PATCH', `/units/${unit.id}`, body) : api.send('POST', '/units', body))
  return (
    <Drawer
      title={unit?.name ?? 'A new unit'}
      eyebrow={unit && <span className="mono">{unit.id}</span>}
      onClose={onClose}
      footer={
        changes && (
          <>
            <Button
              look="primary"
              unavailable={missing}
              onClick={() => act(save, unit ? `Changed “${body.name}”; it holds at once` : `Made “${body.name}”`)}
            >
              {unit ? 'Save' : 'Make it'}
            </Button>
            {unit && (
              <Button
                look="danger"
                unavailable={unit.members > 0 ? 'people are in it: say first what they are to see' : undefined}
                onClick={() => act(() => send('DELETE', `/units/${unit.id}`), `Removed “${unit.name}”`)}
              >
                Remove
              </Button>
            )}
          </>
        )
      }
    >
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      {unit && (
        <KeyValue
          items={[
            { label: 'Shows', value: tagWords(unit) },
            { label: 'People', value: plural(unit.members, 'member') },
          ]}
        />
      )}
      {changes && (
        <div className={classes.form}>
          <TextField label="Name" value={name} onChange={setName} required />
          <TextField label="What it is" value={description} onChange={setDescription} />
          <TagSet label="Assets with one of" chosen={include} without={exclude} onChange={setInclude} />
          <TagSet label="But with none of" chosen={exclude} without={include} onChange={setExclude} />
        </div>
      )}
    </Drawer>
  )
}
