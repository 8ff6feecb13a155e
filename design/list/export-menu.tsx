import { IconBraces, IconDownload, IconFileSpreadsheet, IconList } from '@tabler/icons-react'
import { Button } from '../action/button.tsx'
import { useApi } from '../client/client-context.tsx'
import { Menu } from '../frame/menu.tsx'

const formats = [
  { id: 'csv', label: 'CSV, with the columns shown', icon: IconFileSpreadsheet },
  { id: 'json', label: 'JSON, whole rows', icon: IconBraces },
  { id: 'ndjson', label: 'NDJSON, a row a line', icon: IconList },
] as const

/** Gives exactly what the list shows as a file: all of it, written while it is read. */
export function ExportMenu({
  path,
  query,
  columns,
}: {
  /** Route of the list: "/findings". */
  path: string
  query: { readonly q: string; readonly sort: string | undefined }
  columns: readonly string[]
}) {
  const api = useApi()
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <Menu
      label="Export"
      width={250}
      items={formats.map(({ id, label, icon }) => ({
        id,
        label,
        icon,
        onSelect: () =>
          keep(
            api.address(`${path}/export`, {
              ...query,
              zone,
              format: id,
              ...(id === 'csv' && { columns: columns.join(',') }),
            }),
          ),
      }))}
      trigger={(props) => (
        <Button icon={IconDownload} {...props}>
          Export
        </Button>
      )}
    />
  )
}

/** The browser's own way to keep a file, which takes it as it comes and shows how far it is. */
function keep(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}
