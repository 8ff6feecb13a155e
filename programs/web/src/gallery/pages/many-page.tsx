import {
  DataGrid,
  type GridColumn,
  ListLayout,
  Meter,
  PageHeader,
  type RowSource,
  SeverityMark,
  severityOrder,
} from '@holdfast/design'
import { useMemo, useState } from 'react'

interface Row {
  id: string
  index: number
}

const columns: readonly GridColumn<Row>[] = [
  {
    id: 'severity',
    header: 'Severity',
    width: 96,
    cell: (row) => <SeverityMark severity={severityOrder[row.index % 5]!} />,
  },
  { id: 'name', header: 'Name', width: 200, grow: 1, cell: (row) => `Finding number ${row.index + 1}` },
  { id: 'asset', header: 'Asset', width: 160, cell: (row) => <a href="?page=asset">{`host-${row.index % 997}`}</a> },
  {
    id: 'risk',
    header: 'Risk',
    width: 120,
    align: 'end',
    cell: (row) => <Meter value={row.index % 100} label="Risk" />,
  },
]

/** A hundred thousand rows, some of them still on their way. */
export function ManyPage() {
  const [open, setOpen] = useState<string>()
  const source = useMemo<RowSource<Row>>(
    () => ({
      key: 'many',
      total: 100_000,
      isExact: true,
      reach: 100_000,
      pending: false,
      at: (index) => (index % 50 === 49 ? undefined : { id: `r${index}`, index }),
      want: () => {},
    }),
    [],
  )
  return (
    <ListLayout
      header={<PageHeader title="Many rows" note="100,000 rows" />}
      grid={
        <DataGrid
          id="many"
          label="Many rows"
          columns={columns}
          source={source}
          rowId={(row) => row.id}
          rowName={(row) => row.id}
          open={open}
          onOpen={(row) => setOpen(row.id)}
        />
      }
    />
  )
}
