import {
  Button,
  Card,
  EmptyState,
  PageHeader,
  RequestProblem,
  Skeleton,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { IconFileUpload } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useRef } from 'react'
import { useCampaigns, useLiveCampaigns, usePacks, useRenewCampaigns } from '../use-campaigns.ts'
import { CampaignCard } from './campaign-card.tsx'
import classes from './feed.module.css'
import { GuestsCard } from './guests-card.tsx'
import { PackCard } from './pack-card.tsx'

/** Outbreaks that are followed here, and those that a pack is known of. */
export function Screen() {
  const api = useApi()
  const router = useRouter()
  const renew = useRenewCampaigns()
  const { may } = useClient()
  useLiveCampaigns()
  const { data: campaigns, error, refetch } = useCampaigns()
  const { data: packs } = usePacks()
  const file = useRef<HTMLInputElement>(null)

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (failure) {
      if (!(failure instanceof RequestProblem)) throw failure
      const words =
        failure.errors.length > 0 ? failure.errors.map(({ message }) => message).join('\n') : failure.message
      toast({ tone: 'failed', message: words })
    }
  }
  const open = (pack: string) =>
    attempt(async () => {
      const { data } = await api.send<{ data: { id: string } }>('POST', '/campaigns', { pack })
      await renew()
      router.history.push(`/campaigns/${data.id}`)
    })
  const take = (chosen: File) =>
    attempt(async () => {
      const { data } = await api.send<{ data: { id: string; revision: number } }>('POST', '/campaigns/packs', {
        file: chosen.name,
        text: await chosen.text(),
      })
      await renew()
      toast({ message: `The pack ${data.id}, revision ${data.revision}, was imported.` })
    })
  const followed = campaigns?.filter(({ state }) => state === 'open') ?? []
  const closed = campaigns?.filter(({ state }) => state === 'closed') ?? []
  const others = packs?.filter(({ campaign }) => campaign === null)

  return (
    <>
      <PageHeader
        title="Campaigns"
        note="One outbreak each, followed until nobody is left. Every number leads to its list."
        actions={
          may('campaigns:write') && (
            <>
              <input
                ref={file}
                type="file"
                accept=".json,application/json"
                hidden
                aria-label="Signed pack"
                onChange={(event) => {
                  const chosen = event.target.files?.[0]
                  event.target.value = ''
                  if (chosen) void take(chosen)
                }}
              />
              <Button icon={IconFileUpload} onClick={() => file.current?.click()}>
                Import a pack
              </Button>
            </>
          )
        }
      />
      <div className={classes.page}>
        {error ? (
          <EmptyState
            kind="error"
            title="Campaigns could not be loaded"
            words={error.message}
            onRetry={() => refetch()}
          />
        ) : !campaigns ? (
          <Skeleton lines={4} label="Loading the campaigns" />
        ) : followed.length === 0 ? (
          <EmptyState
            kind="new"
            title="No outbreak is followed"
            words="Open one below: seconds later it is known which assets can be exploited, which are out of danger, and of which nobody knows."
          />
        ) : (
          <ul className={classes.campaigns}>
            {followed.map((campaign) => (
              <li key={campaign.id}>
                <CampaignCard campaign={campaign} />
              </li>
            ))}
          </ul>
        )}
        <h2 className={classes.section}>Packs</h2>
        {!others ? (
          <Skeleton lines={4} label="Loading the packs" />
        ) : others.length === 0 ? (
          <p className="muted">All packs that are known are followed or closed.</p>
        ) : (
          <ul className={classes.packs}>
            {others.map((pack) => (
              <li key={pack.id}>
                <PackCard pack={pack} {...(may('campaigns:write') && { onOpen: () => open(pack.id) })} />
              </li>
            ))}
          </ul>
        )}
        {may('campaigns:guests') && packs && <GuestsCard packs={packs} />}
        {closed.length > 0 && (
          <>
            <h2 className={classes.section}>Closed</h2>
            <ul className={classes.packs}>
              {closed.map((campaign) => (
                <li key={campaign.id}>
                  <Card
                    title={campaign.title}
                    more={{ label: 'Look back', href: `/campaigns/${campaign.id}` }}
                    level={3}
                  >
                    <p className="muted">{campaign.summary}</p>
                  </Card>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  )
}
