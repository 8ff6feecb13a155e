import { Evidence, Tabs, urlChoice, useUrlState } from '@holdfast/design'
import { EvidenceTab } from './evidence-tab.tsx'
import classes from './finding.module.css'
import type { Finding } from './finding.ts'
import { FixTab } from './fix-tab.tsx'
import { TimelineTab } from './timeline-tab.tsx'
import { WhyTab } from './why-tab.tsx'

const names = ['evidence', 'fix', 'timeline', 'why', 'json'] as const
const tabs = [
  { id: 'evidence', label: 'Evidence' },
  { id: 'fix', label: 'Fix' },
  { id: 'timeline', label: 'Timeline' },
  { id: 'why', label: 'Why' },
  { id: 'json', label: 'JSON' },
]
const codecs = { tab: urlChoice(names, 'evidence') }

/** The chosen tab is in the address, and stays while one walks from finding to finding. */
export function FindingTabs({ finding }: { finding: Finding }) {
  const [{ tab }, setUrl] = useUrlState(codecs)
  return (
    <Tabs
      label="About this finding"
      tabs={tabs}
      value={tab}
      onChange={(id) => setUrl({ tab: id as (typeof names)[number] }, { replace: true })}
    >
      <div className={classes.panel}>
        {tab === 'evidence' && <EvidenceTab finding={finding} />}
        {tab === 'fix' && <FixTab finding={finding} />}
        {tab === 'timeline' && <TimelineTab finding={finding} />}
        {tab === 'why' && <WhyTab finding={finding} />}
        {tab === 'json' && <Evidence label="JSON" lines={JSON.stringify(finding, undefined, 2).split('\n')} />}
      </div>
    </Tabs>
  )
}
