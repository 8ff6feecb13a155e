import { Button, PageHeader } from '@holdfast/design'
import type { ReactNode } from 'react'
import type { Board } from './board.ts'
import { BoardView } from './board-view.tsx'
import classes from './boards.module.css'

/** The board that somebody begins with, in place of the usual start page. */
export function HomeBoard({ board, note }: { board: Board; note: ReactNode }) {
  return (
    <>
      <PageHeader
        title={board.name}
        note={note}
        actions={<Button href={`/boards/${board.id}`}>Open the board</Button>}
      />
      <div className={classes.page}>
        <BoardView widgets={board.widgets} />
      </div>
    </>
  )
}
