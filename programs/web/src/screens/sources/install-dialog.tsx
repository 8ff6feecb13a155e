import {
  Button,
  ChoiceBar,
  CopyButton,
  CopyCommand,
  Dialog,
  RequestProblem,
  SwitchField,
  useApi,
  useLiveEvent,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { commandWith, untilPacked } from '../../until-packed.ts'
import { bodyOfNew, newKeyDraft } from './key.ts'
import { KeyFields } from './key-fields.tsx'
import classes from './sources.module.css'

type Platform = 'linux-x64' | 'linux-arm64'

interface MadeKey {
  readonly id: string
  readonly key: string
  readonly command: string | null
  /** The agent that the command installs is being packed. */
  readonly packing: boolean
}

/** One command for the host; it turns to a tick when the first source has enrolled with it. */
export function InstallDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const api = useApi()
  const queries = useQueryClient()
  const [platform, setPlatform] = useState<Platform>('linux-x64')
  const [draft, setDraft] = useState(() => newKeyDraft(new Date()))
  const [wide, setWide] = useState(false)
  const [made, setMade] = useState<MadeKey>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function make() {
    setBusy(true)
    setProblem(undefined)
    try {
      const body = { ...bodyOfNew(draft, new Date()), platform }
      setMade((await api.send<{ data: MadeKey }>('POST', '/activation-keys', body)).data)
      await queries.invalidateQueries({ queryKey: ['activation-keys'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.errors[0]?.message ?? cause.message)
    } finally {
      setBusy(false)
    }
  }

  function close() {
    setMade(undefined)
    setDraft(newKeyDraft(new Date()))
    setWide(false)
    setProblem(undefined)
    onClose()
  }

  return (
    <Dialog
      opened={opened}
      onClose={close}
      title="Install an agent"
      width={680}
      footer={
        made ? (
          <Button onClick={close}>Close</Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button look="primary" busy={busy} onClick={make}>
              Make the command
            </Button>
          </>
        )
      }
    >
      <div className={classes.stack}>
        {!made && (
          <>
            <p>
              One command for each host. It carries an activation key that works for seven days unless you say
              otherwise, and is shown this once.
            </p>
            <ChoiceBar<Platform>
              label="Platform"
              value={platform}
              onChange={setPlatform}
              options={[
                { value: 'linux-x64', label: 'Linux, x64' },
                { value: 'linux-arm64', label: 'Linux, arm64' },
              ]}
            />
            <SwitchField
              label="Say what the key gives and allows"
              checked={wide}
              onChange={setWide}
              hint="Its name, tags, network, modules, how many may enrol, and until when."
            />
            {wide && <KeyFields draft={draft} onChange={setDraft} />}
            {problem && <p role="alert">{problem}</p>}
          </>
        )}
        {made && <MadeCommand made={made} platform={platform} />}
      </div>
    </Dialog>
  )
}

function MadeCommand({ made, platform }: { made: MadeKey; platform: Platform }) {
  const api = useApi()
  const [arrived, setArrived] = useState<{ id: string; name: string }>()
  // Whoever enrols while one waits is very likely the one; the key's own count decides about the tick.
  useLiveEvent('source.new', ({ body }) => {
    const { source, name } = body as { source: string; name: string }
    setArrived({ id: source, name })
    void used.refetch()
  })
  const used = useQuery({
    queryKey: ['activation-key', made.id],
    refetchInterval: ({ state }) => (Number(state.data ?? 0) > 0 ? false : 3_000),
    queryFn: async ({ signal }) =>
      (await api.get<{ data: { uses: number } }>(`/activation-keys/${encodeURIComponent(made.id)}`, { signal })).data
        .uses,
  })
  const packed = useQuery({
    queryKey: ['install-command', made.id, platform],
    enabled: made.packing,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => untilPacked(api, { platform }, signal),
  })
  const told = made.packing ? packed.data?.command : made.command
  const command = told && commandWith(told, made.key)
  if (made.packing && packed.isPending) {
    return (
      <p role="status" aria-busy="true">
        The command is being prepared: the server packs the agent that it installs. That takes some seconds, the first
        time only.
      </p>
    )
  }
  if (!command) {
    return (
      <>
        <p role="alert">
          This server has no agent for {platform} to hand out: it could not get the parts that such an agent is made of.
          Its log says why.
        </p>
        <p>
          The key works all the same, for an agent that is there already: <code>{made.key}</code>{' '}
          <CopyButton text={made.key} label="Copy key" />
        </p>
      </>
    )
  }
  return (
    <>
      <p>Run this on the host, as somebody who may use sudo:</p>
      <CopyCommand
        command={command}
        state={Number(used.data ?? 0) > 0 ? 'done' : 'waiting'}
        waiting="Waiting for its first sign of life …"
        done={
          <span>
            {arrived ? (
              <>
                <a href={`/sources?row=${encodeURIComponent(arrived.id)}`}>{arrived.name}</a> is here.
              </>
            ) : (
              'It is here.'
            )}{' '}
            Its facts arrive now; the first findings follow in seconds.
          </span>
        }
      />
      <p className="muted">
        The command checks what it downloads against digests that it carries. The same command works on more hosts until
        the key ends; <a href="/sources?view=keys">keys</a> can be revoked at any time.
      </p>
    </>
  )
}
