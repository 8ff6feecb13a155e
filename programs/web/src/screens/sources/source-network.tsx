import { Button, RequestProblem, SelectField, toast, useApi } from '@holdfast/design'
import { useState } from 'react'
import { useNetworks } from '../networks/network.ts'
import type { Source } from './source.ts'
import classes from './sources.module.css'

/** Takes a source into another network; absent where there is but one. */
export function SourceNetwork({ source, onChanged }: { source: Source; onChanged: () => void }) {
  const api = useApi()
  const { data: networks = [] } = useNetworks()
  const now = networks.find(({ name }) => name === source.network)?.id ?? ''
  const [chosen, setChosen] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const wanted = networks.find(({ id }) => id === chosen)
  if (networks.length < 2) return null

  async function give(id: string, name: string) {
    setProblem(undefined)
    try {
      const path = `/sources/${encodeURIComponent(source.id)}`
      const { etag } = await api.getTagged(path)
      await api.send('PATCH', path, { network: id }, { ...(etag !== undefined && { ifMatch: etag }) })
      toast({ message: `${source.name} is in ${name} now, with what it told of` })
      setChosen(undefined)
      onChanged()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }

  return (
    <form
      className={classes.fields}
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted) void give(wanted.id, wanted.name)
      }}
    >
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      {/* Arrow keys change the choice, thus it counts when it is given. */}
      <SelectField
        label="Network"
        value={chosen ?? now}
        options={networks.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setChosen}
        hint="Its assets go with it, and keep their history."
      />
      {wanted && wanted.id !== now && (
        <Button look="primary" type="submit">
          Take it into {wanted.name}
        </Button>
      )}
    </form>
  )
}
