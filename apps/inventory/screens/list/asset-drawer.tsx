import {
  Drawer,
  type DrawerControls,
  EmptyState,
  KeyValue,
  RelativeTime,
  Skeleton,
  useNow,
  VerdictSentence,
} from '@holdfast/design'
import { aboutItems } from '../asset/about.tsx'
import { OpenFindings } from '../asset/open-findings.tsx'
import type { AssetRow } from '../asset.ts'
import { assetAddress } from '../links.ts'
import { TagChips } from '../tags/tag-chips.tsx'
import { useAssessments, useAsset, useFindings } from '../use-asset.ts'
import { verdictOf } from '../verdict.ts'

/** An asset beside the list: how it is, and what is worst. Enter opens its page. */
export function AssetDrawer({
  id,
  row,
  controls,
}: {
  id: string
  row: AssetRow | undefined
  controls: DrawerControls
}) {
  const now = useNow()
  const asset = useAsset(id)
  const findings = useFindings(id, 'status:open')
  const assessments = useAssessments(id)
  const known = asset.data
  const verdict = known && verdictOf(known, findings.data?.rows ?? [], assessments.data?.notAssessed.length ?? 0, now)
  return (
    <Drawer
      title={known?.name ?? row?.name ?? 'Asset'}
      eyebrow={known ? `${known.kind} · ${known.network}` : row?.kind}
      href={assetAddress(id)}
      onClose={controls.onClose}
      onNext={controls.onNext}
      onBefore={controls.onBefore}
    >
      {asset.isError ? (
        <EmptyState
          kind="error"
          title="The asset could not be loaded"
          words={asset.error.message}
          onRetry={() => asset.refetch()}
        />
      ) : !known || !verdict ? (
        <Skeleton lines={8} label="Loading the asset" />
      ) : (
        <>
          <p className="muted">
            seen <RelativeTime at={known.lastSeenAt} /> by {known.sources.join(', ') || 'nobody now'}
          </p>
          <VerdictSentence tone={verdict.tone} lead={verdict.lead}>
            {verdict.rest}
          </VerdictSentence>
          <TagChips tags={known.tags} />
          <OpenFindings asset={known} findings={findings.data} />
          <KeyValue items={aboutItems(known)} />
        </>
      )}
    </Drawer>
  )
}
