import {
  Card,
  EmptyState,
  KeyValue,
  PageHeader,
  PanelBody,
  RelativeTime,
  RequestProblem,
  Skeleton,
  Tabs,
  urlText,
  useNow,
  usePanels,
  useUrlState,
  VerdictSentence,
} from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Asset } from '../asset.ts'
import { assetAddress } from '../links.ts'
import { TagsCard } from '../tags/tags-card.tsx'
import { useAssessments, useAsset, useFactNames, useFindings } from '../use-asset.ts'
import { verdictOf } from '../verdict.ts'
import { aboutItems } from './about.tsx'
import classes from './asset.module.css'
import { BillMenu } from './bill-menu.tsx'
import { CollectNow } from './collect-now.tsx'
import { OpenCard } from './open-card.tsx'
import { AccountsTab } from './tabs/accounts-tab.tsx'
import { ChangesTab } from './tabs/changes-tab.tsx'
import { FactsTab } from './tabs/facts-tab.tsx'
import { FeaturesTab } from './tabs/features-tab.tsx'
import { FindingsTab } from './tabs/findings-tab.tsx'
import { PortsTab } from './tabs/ports-tab.tsx'
import { ProcessesTab } from './tabs/processes-tab.tsx'
import { ServicesTab } from './tabs/services-tab.tsx'
import { SoftwareTab } from './tabs/software-tab.tsx'
import { UpdatesTab } from './tabs/updates-tab.tsx'
import { WhoSaysSo } from './who-says-so.tsx'

const codecs = { tab: urlText('changed') }

/** A host in one sentence, what changed on it, what is on it, and who says so. */
export function Screen() {
  const { asset: id = '' } = useParams({ strict: false }) as { asset?: string }
  const { data: asset, error, refetch } = useAsset(id)
  if (error) {
    const problem = error instanceof RequestProblem ? error : undefined
    return (
      <>
        <PageHeader title="Asset" />
        <EmptyState
          kind="error"
          title={problem?.status === 404 ? 'There is no such asset' : 'The asset could not be loaded'}
          words={problem?.status === 404 ? 'It was removed, or the address is mistyped.' : error.message}
          problemId={problem?.traceId}
          onRetry={() => refetch()}
        />
      </>
    )
  }
  if (!asset) {
    return (
      <>
        <PageHeader title="Asset" />
        <div className={classes.page}>
          <Skeleton lines={10} label="Loading the asset" />
        </div>
      </>
    )
  }
  return <AssetPage key={asset.id} asset={asset} />
}

function AssetPage({ asset }: { asset: Asset }) {
  const now = useNow()
  const queries = useQueryClient()
  const findings = useFindings(asset.id, 'status:open').data
  const notAssessed = useAssessments(asset.id).data?.notAssessed.length
  const cards = usePanels('asset-card')
  const verdict = verdictOf(asset, findings?.rows ?? [], notAssessed ?? 0, now)
  const renew = useCallback(
    () => void queries.invalidateQueries({ queryKey: ['asset', asset.id] }),
    [queries, asset.id],
  )
  return (
    <>
      <title>{`${asset.name} · Holdfast`}</title>
      <PageHeader
        title={asset.name}
        note={
          <>
            {[asset.attributes.operatingSystem ?? asset.kind, asset.sources.join(', ')].filter(Boolean).join(' · ')},
            seen <RelativeTime at={asset.lastSeenAt} />
          </>
        }
        actions={
          <>
            <BillMenu asset={asset.id} />
            <CollectNow asset={asset} onDone={renew} />
          </>
        }
      />
      {asset.mergedInto && (
        <EmptyState
          inline
          kind="partial"
          title="Taken for another asset"
          words={
            <>
              What is known of it is shown with{' '}
              <a href={assetAddress(asset.mergedInto)}>the asset that it was merged into</a>.
            </>
          }
        />
      )}
      <div className={classes.page}>
        <div className={classes.column}>
          <VerdictSentence tone={verdict.tone} lead={verdict.lead}>
            {verdict.rest}
          </VerdictSentence>
          <AssetTabs asset={asset} open={findings?.total} />
        </div>
        <div className={classes.column}>
          <OpenCard asset={asset} notAssessed={notAssessed} />
          {cards.map((card) => (
            <PanelBody key={card.id} panel={card} given={{ asset: asset.id }} />
          ))}
          <TagsCard asset={asset.id} />
          <WhoSaysSo asset={asset} />
          <Card title="About it">
            <KeyValue items={aboutItems(asset)} />
          </Card>
        </div>
      </div>
    </>
  )
}

/** Its own tabs, and those that other apps bring. The chosen one is in the address. */
function AssetTabs({ asset, open }: { asset: Asset; open: number | undefined }) {
  const [{ tab }, setUrl] = useUrlState(codecs)
  const panels = usePanels('asset-tab')
  const facts = useFactNames(asset.id).data
  const count = (...names: readonly string[]) => {
    const found = facts?.filter(({ fact }) => names.includes(fact)) ?? []
    return found.length === 0 ? {} : { count: found.reduce((sum, { items }) => sum + items, 0) }
  }
  // Most systems count packages and have no features to switch.
  const where = (fact: string, tab: { id: string; label: string }) =>
    facts?.some((one) => one.fact === fact) ? [{ ...tab, ...count(fact) }] : []
  const tabs = [
    { id: 'changed', label: 'What changed' },
    { id: 'findings', label: 'Findings', ...(open !== undefined && { count: open }) },
    { id: 'software', label: 'Software', ...count('inventory.package', 'inventory.software') },
    ...where('inventory.update', { id: 'updates', label: 'Updates' }),
    ...where('inventory.feature', { id: 'features', label: 'Features' }),
    { id: 'ports', label: 'Ports', ...count('inventory.listener') },
    { id: 'accounts', label: 'Accounts', ...count('inventory.account') },
    { id: 'processes', label: 'Processes', ...count('inventory.process') },
    { id: 'services', label: 'Services', ...count('inventory.service') },
    ...panels.map(({ id, title }) => ({ id, label: title })),
    { id: 'facts', label: 'Facts' },
  ]
  const panel = panels.find(({ id }) => id === tab)
  // Another tab is another view of the same asset: what the one before kept in the address goes with it.
  const choose = (id: string) => setUrl({ tab: id }, { replace: true })
  return (
    <Tabs label="About this asset" tabs={tabs} value={tab} onChange={choose}>
      <div className={classes.panel} key={tab}>
        {tab === 'findings' && <FindingsTab asset={asset.id} />}
        {tab === 'software' && <SoftwareTab asset={asset.id} />}
        {tab === 'updates' && <UpdatesTab asset={asset.id} />}
        {tab === 'features' && <FeaturesTab asset={asset.id} />}
        {tab === 'ports' && <PortsTab asset={asset.id} />}
        {tab === 'accounts' && <AccountsTab asset={asset.id} />}
        {tab === 'processes' && <ProcessesTab asset={asset.id} />}
        {tab === 'services' && <ServicesTab asset={asset.id} />}
        {tab === 'facts' && <FactsTab asset={asset.id} />}
        {panel && <PanelBody panel={panel} given={{ asset: asset.id }} />}
        {(tab === 'changed' || !tabs.some(({ id }) => id === tab)) && <ChangesTab asset={asset} />}
      </div>
    </Tabs>
  )
}
