import {
  addressOf,
  Button,
  CopyCommand,
  chosenQuery,
  type Emptiness,
  ListScreen,
  type Selection,
  SeverityMark,
  type SeverityName,
  useClient,
} from '@holdfast/design'
import { IconBell, IconFileImport, IconRss, IconSortDescending, IconTicket } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { cveAddress } from './cve.ts'
import { packageAddress, packageOfPlace } from './package-address.ts'
import views from './views.json' with { type: 'json' }
import type { VulnerabilityRow } from './vulnerability.ts'
import { vulnerabilityColumns } from './vulnerability-columns.tsx'
import { VulnerabilityDrawer } from './vulnerability-drawer.tsx'

const usual = {
  query: 'app:vulnerabilities and status:open',
  sort: { column: 'severity', descending: true },
} as const

const yesOrNo = (value: string) => (value === 'true' ? 'yes' : 'no')

/** Groups lead to the page of what they are of; their numbers lead to the list. */
function groupHref(token: string, value: string): string | undefined {
  if (token === 'cve') return cveAddress(value)
  const named = token === 'package' ? packageOfPlace(value) : undefined
  return named && packageAddress(named)
}

const facets = [
  {
    token: 'severity',
    label: 'Severity',
    render: (value: string) => <SeverityMark severity={value as SeverityName} />,
  },
  { token: 'ssvc', label: 'SSVC' },
  { token: 'exploited', label: 'Exploited', render: yesOrNo },
  { token: 'ransomware', label: 'Ransomware', render: yesOrNo },
  { token: 'fixAvailable', label: 'Fix available', render: yesOrNo },
  { token: 'cve', label: 'CVE' },
  { token: 'asset.name', label: 'Asset' },
  { token: 'status', label: 'Status' },
]

/** What is known to be broken, on which asset: findings of the vulnerabilities app with what feeds say of each CVE. */
export function Screen() {
  const router = useRouter()
  const { may } = useClient()
  return (
    <ListScreen<VulnerabilityRow>
      entity="findings"
      path="/findings"
      title="Vulnerabilities"
      what="vulnerabilities"
      one="vulnerability"
      columns={vulnerabilityColumns}
      facets={facets}
      usual={usual}
      views={views}
      keepsViews={false}
      live={{ topic: 'finding.', idOf: ({ body }) => (body as { finding?: string } | null)?.finding }}
      groupHref={groupHref}
      rowId={(row) => row.id}
      rowName={(row) => row.attributes.cve ?? row.title}
      onEnter={(row) => router.history.push(`/findings/${encodeURIComponent(row.id)}`)}
      drawer={(id, row, controls) => <VulnerabilityDrawer key={id} id={id} row={row} controls={controls} />}
      {...(may('tickets:write') && {
        bulk: (selection: Selection, query: string) => (
          <Button
            icon={IconTicket}
            href={addressOf('/tickets', { row: 'new', for: chosenQuery(selection, query), per: 'fix' })}
          >
            Open tickets…
          </Button>
        ),
      })}
      queryActions={(query) => (
        <>
          <Button icon={IconSortDescending} href="/vulnerabilities/fix-first">
            What to fix first
          </Button>
          <Button icon={IconRss} href="/vulnerabilities/feeds">
            Feeds
          </Button>
          <Button icon={IconFileImport} href="/vulnerabilities/reports">
            Reports
          </Button>
          {may('alerts:write') && (
            <Button icon={IconBell} href={addressOf('/alerts', { make: 'findings', query })}>
              Alert me
            </Button>
          )}
        </>
      )}
      empty={nothing}
      usualEmpty={nothing}
    />
  )
}

const nothing: Emptiness = {
  kind: 'new',
  title: 'No open vulnerability is known',
  words: (
    <>
      What advisories speak of was compared with what is installed. Where no feed speaks of something, it is{' '}
      <a href="/not-assessed">not assessed</a>, which is not the same as clean.{' '}
      <a href="/vulnerabilities/feeds">Feeds</a> are downloaded with one command on the server;{' '}
      <code>./holdfast feed import</code> takes files that were brought there.
      <CopyCommand command="./holdfast feed sync debian-tracker cisa-kev epss" />
    </>
  ),
  action: <Button href="/findings">All findings</Button>,
}
