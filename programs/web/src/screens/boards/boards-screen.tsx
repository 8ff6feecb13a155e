import {
  Button,
  Card,
  FromProvider,
  PageHeader,
  plural,
  RequestProblem,
  Skeleton,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { IconFileUpload, IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useRef } from 'react'
import type { BoardRow } from './board.ts'
import classes from './boards.module.css'
import { useBoards, useStarters } from './use-boards.ts'

/** All boards that one sees, and those to begin with. */
export function Screen() {
  const api = useApi()
  const queries = useQueryClient()
  const router = useRouter()
  const { may } = useClient()
  const { data: boards } = useBoards()
  const { data: starters } = useStarters()
  const file = useRef<HTMLInputElement>(null)

  async function keep(path: string, body: object) {
    try {
      const { data } = await api.send<{ data: { id: string } }>('POST', path, body)
      await queries.invalidateQueries({ queryKey: ['boards'] })
      router.history.push(`/boards/${data.id}`)
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      const words = error.errors.length > 0 ? error.errors.map(({ message }) => message).join('\n') : error.message
      toast({ tone: 'failed', message: words })
    }
  }
  const make = () => keep('/boards', { name: freeName(boards ?? []), widgets: [] })

  return (
    <>
      <PageHeader
        title="Boards"
        note="Figures that queries count, side by side. Every number leads to its list."
        actions={
          may('boards:write') && (
            <>
              <input
                ref={file}
                type="file"
                accept=".json,.yaml,.yml,application/json"
                hidden
                onChange={async (event) => {
                  const chosen = event.target.files?.[0]
                  event.target.value = ''
                  if (chosen) await keep('/boards/import', { text: await chosen.text() })
                }}
              />
              <Button icon={IconFileUpload} onClick={() => file.current?.click()}>
                Import
              </Button>
              <Button look="primary" icon={IconPlus} onClick={() => void make()}>
                New board
              </Button>
            </>
          )
        }
      />
      <div className={classes.page}>
        {!boards ? (
          <Skeleton lines={4} label="Loading the boards" />
        ) : boards.length === 0 ? (
          <p className="muted">
            You have no board yet. Look at one below and make it yours, or begin with an empty one.
          </p>
        ) : (
          <ul className={classes.boards}>
            {boards.map((board) => (
              <li key={board.id}>
                <Card title={board.name} more={{ label: 'Open', href: `/boards/${board.id}` }}>
                  {board.description && <p className={classes.about}>{board.description}</p>}
                  <p className="muted">
                    {aboutBoard(board)} <FromProvider kind="board" id={board.id} />
                  </p>
                </Card>
              </li>
            ))}
          </ul>
        )}
        <h2 className={classes.section}>To begin with</h2>
        <ul className={classes.boards}>
          {starters?.map(({ id, document: { name, description, widgets } }) => (
            <li key={id}>
              <Card>
                <h3 className={classes.name}>
                  <a href={`/boards/${id}`}>{name}</a>
                </h3>
                <p className={classes.about}>{description}</p>
                <p className="muted">{plural(widgets.length, 'widget')}</p>
              </Card>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}

function aboutBoard({ widgets, visibility, mine, isHome, isTenantHome }: BoardRow): string {
  return [
    plural(widgets, 'widget'),
    visibility === 'tenant' ? (mine ? 'shared by you' : 'shared') : 'only you',
    isHome ? 'you begin with it' : isTenantHome ? 'everybody begins with it' : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

function freeName(boards: readonly BoardRow[]): string {
  const taken = new Set(boards.filter(({ mine }) => mine).map(({ name }) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'New board' : `New board ${number}`
    if (!taken.has(name.toLowerCase())) return name
  }
}
