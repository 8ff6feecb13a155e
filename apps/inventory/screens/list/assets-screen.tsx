import { addressOf, Button, ListScreen, useClient } from '@holdfast/design'
import { IconBell, IconPlus } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import type { AssetRow } from '../asset.ts'
import { assetAddress } from '../links.ts'
import { BulkTag } from '../tags/bulk-tag.tsx'
import { assetColumns } from './asset-columns.tsx'
import { AssetDrawer } from './asset-drawer.tsx'
import views from './views.json' with { type: 'json' }

const facets = [
  { token: 'kind', label: 'Kind', foundOnly: true },
  { token: 'tags.name', label: 'Tag' },
  { token: 'operatingSystem', label: 'Operating system' },
  { token: 'source.kind', label: 'Source' },
  { token: 'virtualization', label: 'Machine' },
  { token: 'cloud', label: 'Cloud' },
  { token: 'architecture', label: 'Architecture' },
  { token: 'criticality', label: 'Criticality' },
]

/** Everything that is watched. */
export function Screen() {
  const router = useRouter()
  const { may } = useClient()
  return (
    <ListScreen<AssetRow>
      entity="assets"
      path="/assets"
      title="Inventory"
      what="assets"
      columns={assetColumns}
      facets={facets}
      usual={{ query: '', sort: { column: 'name', descending: false } }}
      views={views}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      onEnter={(row) => router.history.push(assetAddress(row.id))}
      drawer={(id, row, controls) => <AssetDrawer id={id} row={row} controls={controls} />}
      {...(may('tags:write') && {
        bulk: (selection, query, { clear, refresh }) => (
          <BulkTag
            selection={selection}
            query={query}
            onDone={() => {
              clear()
              refresh()
            }}
          />
        ),
      })}
      live={{ topic: 'asset.', idOf: ({ body }) => (body as { asset?: string } | null)?.asset }}
      queryActions={(query) =>
        may('alerts:write') && (
          <Button icon={IconBell} href={addressOf('/alerts', { make: 'assets', query })}>
            Alert me
          </Button>
        )
      }
      actions={
        <Button icon={IconPlus} href="/sources">
          Add a host
        </Button>
      }
      empty={{
        kind: 'new',
        title: 'No asset yet',
        words:
          'The host that runs this server reports first, within seconds of its start. Others follow with an agent.',
        action: (
          <Button look="primary" href="/sources">
            Install an agent
          </Button>
        ),
      }}
    />
  )
}
