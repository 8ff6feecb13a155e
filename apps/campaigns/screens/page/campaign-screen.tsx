import {
  addressOf,
  Button,
  Card,
  EmptyState,
  formatDate,
  formatSpan,
  PageHeader,
  plural,
  RequestProblem,
  Skeleton,
  StackedBar,
  Tile,
  toast,
  useApi,
  useClient,
  VerdictSentence,
} from '@holdfast/design'
import { IconFlagCheck, IconFlagPlus, IconMail, IconReportAnalytics, IconTicket } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import type { WholeCampaign } from '../campaign.ts'
import { dayWords } from '../day-words.ts'
import { assetsOf, stateOrder, stateWords } from '../states.ts'
import { useCampaign, useLiveCampaigns, useRenewCampaigns } from '../use-campaigns.ts'
import { verdictOf } from '../verdict.ts'
import { AssetsCard } from './assets-card.tsx'
import { BurnDown } from './burn-down.tsx'
import classes from './page.module.css'
import { Shares } from './shares.tsx'
import { WhatToDo } from './what-to-do.tsx'

/** One outbreak at a glance: how all assets stand, when it is over at this pace, where there is most to do, and how. */
export function Screen() {
  const { campaign: id = '' } = useParams({ strict: false }) as { campaign?: string }
  useLiveCampaigns()
  const { data: campaign, error, refetch } = useCampaign(id)
  if (error) {
    const problem = error instanceof RequestProblem ? error : undefined
    return (
      <>
        <PageHeader title="Campaign" />
        <EmptyState
          kind="error"
          title={problem?.status === 404 ? 'There is no such campaign' : 'The campaign could not be loaded'}
          words={problem?.status === 404 ? 'The address is mistyped, or it is of another tenant.' : error.message}
          problemId={problem?.traceId}
          onRetry={() => refetch()}
        />
      </>
    )
  }
  if (!campaign)
    return (
      <>
        <PageHeader title="Campaign" />
        <Skeleton lines={6} label="Loading the campaign" />
      </>
    )
  return <Whole campaign={campaign} />
}

function Whole({ campaign }: { campaign: WholeCampaign }) {
  const { name, pack, counts, problem } = campaign
  const verdict = verdictOf(campaign)
  const notes = {
    exploitable:
      campaign.reachable > 0
        ? `${campaign.reachable} of them reachable over the network`
        : 'affected, and nothing mitigates it',
    mitigated: 'affected, and a mitigation is in place',
    patched: pack.patched?.words ?? 'fixed, or judged and not affected',
    unknown: 'not judged, or no advisory speaks of it',
    infected: pack.indicators.some(({ query }) => query) ? 'an indicator was seen' : 'no indicator is looked for yet',
  }
  return (
    <>
      <PageHeader
        title={pack.title}
        note={aboutPack(campaign)}
        actions={
          <>
            <TicketsFor campaign={campaign} />
            <CloseOrOpen campaign={campaign} />
          </>
        }
      />
      <div className={classes.page}>
        {problem && <EmptyState kind="partial" inline title="A query of the pack could not be asked" words={problem} />}
        <VerdictSentence tone={verdict.tone} lead={verdict.lead}>
          {verdict.rest}
        </VerdictSentence>
        <div className={classes.tiles}>
          {(['exploitable', 'mitigated', 'patched', 'unknown', 'infected'] as const).map((state) => (
            <Tile
              key={state}
              {...stateWords[state]}
              {...(campaign.listedAt && { value: counts[state] })}
              note={notes[state]}
              href={assetsOf(name, state)}
            />
          ))}
        </div>
        <StackedBar
          segments={stateOrder.map((state) => ({ ...stateWords[state], value: counts[state] }))}
          summary={`${campaign.total} assets: ${stateOrder.map((state) => `${counts[state]} ${stateWords[state].label.toLowerCase()}`).join(', ')}`}
        />
        <div className={classes.wide}>
          <Card title="Burn-down" note="exploitable, infected and not assessed">
            <BurnDown campaign={campaign} />
          </Card>
          <div className={classes.column}>
            <Card title="By tag">
              <Shares name={name} token="tags.name" shares={campaign.byTag} none="No asset in the scope has a tag." />
            </Card>
            <Card title="By operating system">
              <Shares
                name={name}
                token="operatingSystem"
                shares={campaign.byOperatingSystem}
                none="No asset is in the scope."
              />
            </Card>
            <Card title="Stopwatch">
              <Stopwatch campaign={campaign} />
            </Card>
          </div>
        </div>
        <AssetsCard campaign={campaign} />
        <WhatToDo pack={pack} />
      </div>
    </>
  )
}

/** Leads to new tickets for the open findings of its CVEs: one for each asset. */
function TicketsFor({ campaign: { pack, closedAt } }: { campaign: WholeCampaign }) {
  const { may } = useClient()
  if (closedAt !== null || pack.cves.length === 0 || !may('tickets:write')) return null
  const query = `cve:[${pack.cves.map(({ id }) => id).join(', ')}] and status:open`
  return (
    <Button icon={IconTicket} href={addressOf('/tickets', { row: 'new', for: query, per: 'asset' })}>
      Open tickets
    </Button>
  )
}

function aboutPack({ pack, revision, publisher, openedAt, newerRevision }: WholeCampaign): string {
  const ids = pack.cves.map(({ id }) => id)
  return [
    ...(pack.bulletins ?? []),
    ids.length > 2 ? `${ids[0]} and ${ids.length - 1} more` : ids.join(', '),
    `pack of ${dayWords(pack.published)}, revision ${revision}${publisher ? ` by ${publisher}` : ''}`,
    ...(newerRevision === null ? [] : [`revision ${newerRevision} is known`]),
    `since ${formatDate(openedAt)}`,
  ].join(' · ')
}

function Stopwatch({ campaign: { stopwatch, pack, openedAt } }: { campaign: WholeCampaign }) {
  const { listedAfterMs, firstFixAfterMs } = stopwatch
  const span = (ms: number | null) =>
    ms === null ? 'not yet' : ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : formatSpan(ms)
  const rows: readonly (readonly [string, string])[] = [
    [
      'Pack published → opened',
      formatSpan(Math.max(0, Date.parse(openedAt) - Date.parse(`${pack.published}T00:00:00Z`))),
    ],
    ['Opened → first complete list', span(listedAfterMs)],
    ['First found → first fix proven', span(firstFixAfterMs)],
  ]
  return (
    <dl className={classes.watch}>
      {rows.map(([what, took]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>{took}</dd>
        </div>
      ))}
    </dl>
  )
}

function CloseOrOpen({ campaign: { id, state } }: { campaign: WholeCampaign }) {
  const api = useApi()
  const { may } = useClient()
  const renew = useRenewCampaigns()
  if (!may('campaigns:write')) return null
  const change = async () => {
    const path = `/campaigns/${encodeURIComponent(id)}`
    try {
      const { etag } = await api.getTagged(path)
      await api.send(
        'PATCH',
        path,
        { state: state === 'open' ? 'closed' : 'open' },
        { ...(etag !== undefined && { ifMatch: etag }) },
      )
      await renew()
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      toast({ tone: 'failed', message: error.message })
    }
  }
  const tell = async () => {
    try {
      const { data } = await api.send<{ data: { people: number } }>('POST', `/campaigns/${encodeURIComponent(id)}/tell`)
      toast(
        data.people === 0
          ? { tone: 'failed', message: 'No owner or manager has an address of mail.' }
          : { message: `It is mailed to ${plural(data.people, 'person', 'people')}.` },
      )
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      toast({ tone: 'failed', message: error.message })
    }
  }
  return (
    <>
      <Button icon={IconMail} onClick={() => void tell()}>
        Tell the owners
      </Button>
      <Button icon={IconReportAnalytics} href={`/api/v1/campaigns/${encodeURIComponent(id)}/report`}>
        Report
      </Button>
      <CloseButton state={state} onChange={change} />
    </>
  )
}

function CloseButton({ state, onChange }: { state: 'open' | 'closed'; onChange: () => Promise<void> }) {
  return state === 'open' ? (
    <Button icon={IconFlagCheck} onClick={() => void onChange()}>
      Close
    </Button>
  ) : (
    <Button icon={IconFlagPlus} onClick={() => void onChange()}>
      Open again
    </Button>
  )
}
