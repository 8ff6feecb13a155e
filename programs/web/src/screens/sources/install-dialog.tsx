import { Button, ChoiceBar, CopyCommand, Dialog, RequestProblem, useApi } from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import classes from './sources.module.css'

type Platform = 'linux-x64' | 'linux-arm64'

interface MadeKey {
  readonly id: string
  readonly key: string
  readonly command: string | null
}

/** One command for the host; it turns to a tick when the first source has enrolled with it. */
export function InstallDialog({
  opened,
  onClose,
  onArrived,
}: {
  opened: boolean
  onClose: () => void
  onArrived: () => void
}) {
  const api = useApi()
  const [platform, setPlatform] = useState<Platform>('linux-x64')
  const [made, setMade] = useState<MadeKey>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)

  const used = useQuery({
    queryKey: ['activation-key', made?.id],
    enabled: opened && made !== undefined,
    refetchInterval: (query) => (Number(query.state.data ?? 0) > 0 ? false : 2_000),
    queryFn: async ({ signal }) => {
      const { data } = await api.get<{ data: { uses: number } }>(
        `/activation-keys/${encodeURIComponent(made?.id ?? '')}`,
        { signal },
      )
      if (data.uses > 0) onArrived()
      return data.uses
    },
  })

  async function make() {
    setBusy(true)
    setProblem(undefined)
    try {
      const name = `made in the browser, ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`
      setMade((await api.send<{ data: MadeKey }>('POST', '/activation-keys', { name, days: 7, platform })).data)
    } catch (cause) {
      setProblem(cause instanceof RequestProblem ? cause.message : String(cause))
    } finally {
      setBusy(false)
    }
  }

  function close() {
    setMade(undefined)
    setProblem(undefined)
    onClose()
  }

  return (
    <Dialog opened={opened} onClose={close} title="Install an agent" width={680}>
      <div className={classes.stack}>
        {!made && (
          <>
            <p>The command carries a key that enrols hosts for seven days. It is shown once.</p>
            <ChoiceBar<Platform>
              label="Platform"
              value={platform}
              onChange={setPlatform}
              options={[
                { value: 'linux-x64', label: 'Linux, x64' },
                { value: 'linux-arm64', label: 'Linux, arm64' },
              ]}
            />
            {problem && <p role="alert">{problem}</p>}
            <span>
              <Button look="primary" busy={busy} onClick={make}>
                Make the command
              </Button>
            </span>
          </>
        )}
        {made && made.command === null && (
          <p role="alert">
            This server has no agent for {platform}. The key was made all the same: {made.key}
          </p>
        )}
        {made?.command && (
          <>
            <p>Run this as root on the host:</p>
            <CopyCommand
              command={made.command}
              state={Number(used.data ?? 0) > 0 ? 'done' : 'waiting'}
              done="The host is here. Its facts arrive now; the first findings follow in seconds."
            />
          </>
        )}
      </div>
    </Dialog>
  )
}
