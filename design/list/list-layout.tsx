import { IconFilter } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { Dialog } from '../dialog/dialog.tsx'
import { useMedia } from '../theme/use-media.ts'
import classes from './list-layout.module.css'

/** The one pattern of every list: title and count, query, views, facets, rows, drawer. */
export function ListLayout({
  header,
  query,
  views,
  notice,
  facets,
  grid,
  bulk,
  drawer,
}: {
  header: ReactNode
  query?: ReactNode
  views?: ReactNode
  /** A strip above the rows: stale, partial. */
  notice?: ReactNode
  facets?: ReactNode
  grid: ReactNode
  bulk?: ReactNode
  drawer?: ReactNode
}) {
  const narrow = useMedia('(max-width: 900px)')
  const [asked, setAsked] = useState(false)
  return (
    <div className={classes.root}>
      {header}
      {query}
      {views ?? <div className={classes.gap} />}
      {notice && <div className={classes.notice}>{notice}</div>}
      {facets && narrow && (
        <div className={classes.narrow}>
          <button type="button" className={classes.open} aria-haspopup="dialog" onClick={() => setAsked(true)}>
            <IconFilter size={15} stroke={1.8} aria-hidden="true" /> Narrow down
          </button>
          <Dialog opened={asked} onClose={() => setAsked(false)} title="Narrow down" width={360}>
            {facets}
          </Dialog>
        </div>
      )}
      <div className={classes.body}>
        {facets && !narrow && <div className={classes.facets}>{facets}</div>}
        <div className={classes.list}>
          {grid}
          {bulk}
        </div>
        {drawer}
      </div>
    </div>
  )
}
