import {
  ChoiceBar,
  EmptyState,
  RelativeTime,
  SeverityMark,
  Skeleton,
  StateMark,
  urlChoice,
  useUrlState,
} from '@holdfast/design'
import type { FindingRow } from '../../asset.ts'
import { findingsAddress } from '../../links.ts'
import { useFindings } from '../../use-asset.ts'
import { NotAssessedList } from '../not-assessed.tsx'
import classes from './findings-tab.module.css'

const codecs = { show: urlChoice(['open', 'decided', 'fixed'], 'open') }
const queries = {
  open: 'status:open',
  decided: "disposition:[accepted, mitigated, 'false-positive']",
  fixed: 'status:fixed',
}

/** What is wrong here, and what nobody could check. Each leads to its drawer in the list of findings. */
export function FindingsTab({ asset }: { asset: string }) {
  const [{ show }, setUrl] = useUrlState(codecs)
  const { data, error, refetch } = useFindings(asset, queries[show])
  return (
    <>
      <div className={classes.tools}>
        <ChoiceBar
          label="Which findings"
          value={show}
          options={[
            { value: 'open', label: 'Open' },
            { value: 'decided', label: 'Decided about' },
            { value: 'fixed', label: 'Fixed' },
          ]}
          onChange={(value) => setUrl({ show: value }, { replace: true })}
        />
        {data && data.total > 0 && <a href={findingsAddress(data.query)}>As a list, {data.total}</a>}
      </div>
      {error ? (
        <EmptyState
          kind="error"
          title="The findings could not be loaded"
          words={error.message}
          onRetry={() => refetch()}
        />
      ) : !data ? (
        <Skeleton lines={5} label="Loading findings" />
      ) : data.rows.length === 0 ? (
        <p className="muted">{emptyWords[show]}</p>
      ) : (
        <ul className={classes.list}>
          {data.rows.map((finding) => (
            <li key={finding.id}>
              <SeverityMark severity={finding.severity} />
              <a href={findingsAddress(data.query, finding.id)}>{finding.summary || finding.title}</a>
              <span className="mono muted">{finding.place}</span>
              <StateMark state={stateOf(finding)} />
              <span className="muted">
                <RelativeTime at={finding.statusSince} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <NotAssessedList asset={asset} />
    </>
  )
}

const emptyWords = {
  open: 'Nothing is open here.',
  decided: 'Nothing was decided about here.',
  fixed: 'Nothing was fixed here yet.',
}

function stateOf({ status, disposition }: FindingRow) {
  if (status === 'fixed' || disposition === 'none') return status
  return disposition === 'false-positive' ? 'dismissed' : disposition
}
