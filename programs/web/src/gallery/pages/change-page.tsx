import {
  Button,
  Card,
  ChoiceBar,
  DiffView,
  KeyValue,
  PageHeader,
  SeverityMark,
  Timeline,
  type TimelineEntry,
  VerdictSentence,
} from '@holdfast/design'
import { IconCheck, IconTicket, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import data from '../data/change.json' with { type: 'json' }
import classes from './pages.module.css'

export function ChangePage() {
  const [mode, setMode] = useState<'unified' | 'split'>('unified')
  return (
    <>
      <PageHeader
        mono
        title="/etc/ssh/sshd_config"
        note="bastion-1 · 3 changes in 90 days"
        actions={
          <>
            <Button icon={IconX}>Not authorised</Button>
            <Button icon={IconTicket}>Link ticket</Button>
            <Button look="primary" icon={IconCheck} keys="a">
              Approve
            </Button>
          </>
        }
      />
      <div className={classes.asset}>
        <div className={classes.column}>
          <VerdictSentence
            tone="medium"
            lead="mkoch let passwords sign in to the bastion, today at 10:13:07, outside any maintenance window."
          >
            Two lines changed. The file no longer matches the vendor's or the golden host's.
          </VerdictSentence>
          <Card
            flush
            title="Content"
            note="+2 −2 · 3,287 → 3,290 bytes"
            actions={
              <ChoiceBar
                label="How to show the change"
                value={mode}
                onChange={setMode}
                options={[
                  { value: 'split', label: 'Side by side' },
                  { value: 'unified', label: 'Unified' },
                ]}
              />
            }
          >
            <DiffView
              label="Change of /etc/ssh/sshd_config"
              before={data.before.join('\n')}
              after={data.after.join('\n')}
              mode={mode}
            />
          </Card>
          <Card title="What follows from it">
            <ul className={classes.lines}>
              <li className={classes.sensor}>
                <span>
                  <SeverityMark severity="high" /> SSH accepts passwords
                </span>
                <span className="muted">configuration · new finding, opened 10:13</span>
              </li>
              <li className={classes.sensor}>
                <span>
                  <SeverityMark severity="medium" /> PCI DSS 8.3.11, STIG V-260536, CSF PR.AA-03 now fail on this host
                </span>
                <span className="muted">compliance</span>
              </li>
            </ul>
          </Card>
        </div>
        <div className={classes.column}>
          <Card title="Who">
            <KeyValue
              items={[
                {
                  label: 'User',
                  value: (
                    <>
                      <b>mkoch</b> as root through sudo
                    </>
                  ),
                },
                { label: 'From', value: '198.51.100.7 (vpn-pool)', mono: true },
                { label: 'Session', value: 'ssh, since 10:11:52, tty pts/3' },
                { label: 'Seen by', value: 'fanotify + audit, nothing missed' },
              ]}
            />
          </Card>
          <Card title="Same minute on this host">
            <Timeline label="Same minute on this host" time="clock" entries={data.minute as TimelineEntry[]} />
          </Card>
          <Card title="Elsewhere">
            <p className="muted">
              The same change was seen on <b>no other host</b>. 41 hosts hold the approved version.
            </p>
          </Card>
        </div>
      </div>
    </>
  )
}
