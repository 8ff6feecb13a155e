import { Button, ConfirmByName, Menu, RequestProblem, toast, useApi, useClient } from '@holdfast/design'
import {
  IconDots,
  IconDownload,
  IconHome,
  IconHomeOff,
  IconLock,
  IconPrinter,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { Board } from './board.ts'

/** What can be done with a board beside changing its widgets. */
export function BoardMenu({ board, mayChange, etag }: { board: Board; mayChange: boolean; etag: string | undefined }) {
  const api = useApi()
  const queries = useQueryClient()
  const router = useRouter()
  const { may } = useClient()
  const [removing, setRemoving] = useState(false)
  const path = `/boards/${encodeURIComponent(board.id)}`
  const ifMatch = { ...(etag !== undefined && { ifMatch: etag }) }

  async function attempt(work: Promise<unknown>, done: string) {
    try {
      await work
      await queries.invalidateQueries({ queryKey: ['boards'] })
      toast({ message: done })
      return true
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      toast({ tone: 'failed', message: error.message })
      return false
    }
  }
  const home = (begin: boolean, forAll: boolean) => api.send('POST', `${path}/home`, { begin, forAll })
  const shared = board.visibility === 'tenant'

  return (
    <>
      <Menu
        label={`The board ${board.name}`}
        width={270}
        items={[
          {
            id: 'home',
            label: board.isHome ? 'Do not begin with it' : 'Begin with it',
            icon: board.isHome ? IconHomeOff : IconHome,
            onSelect: () =>
              void attempt(
                home(!board.isHome, false),
                board.isHome ? 'You begin with Home again' : `You begin with “${board.name}”`,
              ),
          },
          ...(may('boards:share') && shared
            ? [
                {
                  id: 'tenant-home',
                  label: board.isTenantHome ? 'Nobody else begins with it' : 'Everybody begins with it',
                  icon: IconUsers,
                  onSelect: () => void attempt(home(!board.isTenantHome, true), 'The start page is changed'),
                },
              ]
            : []),
          ...(mayChange && may('boards:share')
            ? [
                {
                  id: 'share',
                  label: shared ? 'Only for me' : 'Share with everybody',
                  icon: shared ? IconLock : IconUsers,
                  onSelect: () =>
                    void attempt(
                      api.send('PATCH', path, { visibility: shared ? 'private' : 'tenant' }, ifMatch),
                      shared ? 'Only you see it now' : 'Everybody in this tenant sees it now',
                    ),
                },
              ]
            : []),
          { id: 'export', label: 'Export as a file', icon: IconDownload, onSelect: () => void give(api, board) },
          { id: 'print', label: 'Print', icon: IconPrinter, onSelect: () => window.print() },
          ...(mayChange
            ? [{ id: 'remove', label: 'Remove…', icon: IconTrash, onSelect: () => setRemoving(true) }]
            : []),
        ]}
        trigger={(props) => (
          <Button icon={IconDots} {...props}>
            More
          </Button>
        )}
      />
      {removing && (
        <ConfirmByName
          opened
          title="Remove this board"
          name={board.name}
          action="Remove it"
          onClose={() => setRemoving(false)}
          onConfirm={() => {
            setRemoving(false)
            void attempt(api.send('DELETE', path, undefined, ifMatch), `“${board.name}” is removed`).then(
              (done) => done && router.history.push('/boards'),
            )
          }}
        >
          It is removed for everybody who sees it. What it counts stays where it is.
        </ConfirmByName>
      )}
    </>
  )
}

/** The board as a file that another installation takes. */
async function give(api: ReturnType<typeof useApi>, board: Board): Promise<void> {
  const { data } = await api.get<{ data: object }>(`/boards/${encodeURIComponent(board.id)}/document`)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(data, null, 2)}\n`], { type: 'application/json' }))
  link.download = `${board.name.toLowerCase().replace(/[^a-z0-9]+/g, '-') || 'board'}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}
