import {
  Badge,
  exactly,
  formatSpan,
  formatTotal,
  ReasonChips,
  RelativeTime,
  SeverityMark,
  useNow,
  VerdictSentence,
} from '@holdfast/design'
import { dueWords } from '../sla/due-words.ts'
import classes from './finding.module.css'
import { type Finding, isOpen } from './finding.ts'
import { assetAddress, findingsAddress } from './finding-links.ts'
import { StateCell } from './state-cell.tsx'
import { useFindingCount } from './use-finding.ts'
import { asSentence, dispositionWords, firstSentence, reasonWords, untilWords } from './words.ts'

/** What stands above the tabs: where it stands, why it matters and what to do, and four short answers. */
export function FindingHead({ finding }: { finding: Finding }) {
  const now = useNow()
  const { severity, asset, exception, fix, check } = finding
  const since = finding.reopenedAt ?? finding.firstFoundAt
  const everywhere = `check:${exactly(check.id)} and status:open`
  const others = useFindingCount(`${everywhere} and not id:${exactly(finding.id)}`).data
  return (
    <>
      <p className={classes.meta}>
        <SeverityMark severity={severity} />
        <StateCell finding={finding} />
        <span>
          on <a href={assetAddress(asset.id)}>{asset.name}</a>
        </span>
        {finding.flapping && <Badge tone="medium">comes and goes</Badge>}
        {finding.untestedSince && <Badge>not tested any more</Badge>}
      </p>
      <VerdictSentence
        tone={isOpen(finding) ? severity : finding.status === 'fixed' ? 'ok' : 'neutral'}
        lead={verdict(finding)}
      >
        {isOpen(finding) && fix ? asSentence(fix) : ''}
      </VerdictSentence>
      {exception && finding.status !== 'fixed' && (
        <p className={classes.prose}>
          <b>
            {reasonWords(exception.reason)}, {untilWords(exception.endsAt)}.
          </b>{' '}
          “{exception.justification}”
        </p>
      )}
      <ReasonChips
        reasons={[
          { label: 'Where', value: finding.place || 'the asset itself' },
          {
            label: finding.status === 'fixed' ? 'Fixed' : 'Open for',
            value:
              finding.status === 'fixed' && finding.fixedAt ? (
                <RelativeTime at={finding.fixedAt} />
              ) : (
                formatSpan(Math.max(0, now - Date.parse(since)))
              ),
          },
          ...(finding.due
            ? [
                {
                  label: dueWords[finding.due.state],
                  value: finding.due.at === null ? 'no date' : <RelativeTime at={finding.due.at} />,
                  href: '/sla',
                },
              ]
            : []),
          {
            label: 'Open elsewhere',
            value:
              others === undefined
                ? '…'
                : others.total === 0
                  ? 'nowhere'
                  : `${formatTotal(others.total, others.isExact)} more`,
            ...(others !== undefined && others.total > 0 && { href: findingsAddress(everywhere) }),
          },
          {
            label: 'Last tested',
            value: <RelativeTime at={finding.lastTestedAt} />,
            notAssessed: finding.untestedSince !== null,
          },
        ]}
      />
    </>
  )
}

function verdict({ status, disposition, check }: Finding): string {
  if (status === 'fixed') return 'Fixed, and proved by a later test.'
  if (disposition !== 'none') return `Not open: ${dispositionWords(disposition)}.`
  return firstSentence(check.why)
}
