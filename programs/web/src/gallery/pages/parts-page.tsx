import {
  Badge,
  Button,
  Card,
  CopyCommand,
  Evidence,
  IconButton,
  Kbd,
  KeyValue,
  type LifeState,
  MetricLink,
  PageHeader,
  RelativeTime,
  SeverityMark,
  Sign,
  StateMark,
  type Status,
  StatusMark,
  severityOrder,
  type Tone,
  toast,
} from '@holdfast/design'
import { IconDownload, IconRefresh, IconTrash } from '@tabler/icons-react'
import classes from './pages.module.css'

const tones: readonly Tone[] = ['neutral', 'brand', 'ok', 'added', 'removed', ...severityOrder]
const statuses: readonly Status[] = ['ok', 'busy', 'warn', 'failed', 'off', 'unknown']
const states: readonly LifeState[] = [
  'new',
  'active',
  'reopened',
  'fixed',
  'accepted',
  'mitigated',
  'dismissed',
  'unknown',
]

export function PartsPage() {
  return (
    <>
      <PageHeader
        title="Parts"
        note="marks, words, buttons, commands"
        actions={<Button look="primary">The one primary button</Button>}
      />
      <div className={classes.parts}>
        <Card title="Severity">
          <p className={classes.row}>
            {severityOrder.map((severity) => (
              <SeverityMark key={severity} severity={severity} />
            ))}
          </p>
          <p className={classes.row}>
            {severityOrder.map((severity) => (
              <SeverityMark key={severity} severity={severity} word={false} />
            ))}
          </p>
        </Card>
        <Card title="Badges">
          <p className={classes.row}>
            {tones.map((tone) => (
              <Badge key={tone} tone={tone}>
                {tone}
              </Badge>
            ))}
          </p>
          <p className={classes.row}>
            {tones.map((tone) => (
              <Badge key={tone} tone={tone} look="tint">
                {tone}
              </Badge>
            ))}
          </p>
        </Card>
        <Card title="Status">
          <p className={classes.row}>
            {statuses.map((status) => (
              <StatusMark key={status} status={status}>
                {status}
              </StatusMark>
            ))}
          </p>
        </Card>
        <Card title="State of life">
          <p className={classes.row}>
            {states.map((state) => (
              <StateMark key={state} state={state} />
            ))}
          </p>
        </Card>
        <Card title="Buttons">
          <p className={classes.row}>
            <Button icon={IconDownload}>Plain</Button>
            <Button look="danger" icon={IconTrash}>
              Danger
            </Button>
            <Button look="quiet">Quiet</Button>
            <Button busy>Busy</Button>
            <Button unavailable="a scan is running; it ends in 4 minutes">Not now</Button>
            <IconButton label="Refresh" icon={IconRefresh} />
          </p>
          <p className={classes.row}>
            <Button onClick={() => toast({ message: 'Accepted 14 findings until 1 March', undo: () => {} })}>
              Toast with undo
            </Button>
            <Button
              onClick={() => toast({ message: 'The server refused: the finding changed meanwhile', tone: 'failed' })}
            >
              Failed toast
            </Button>
          </p>
        </Card>
        <Card title="Words">
          <KeyValue
            items={[
              { label: 'Relative time', value: <RelativeTime at={Date.now() - 8_000} /> },
              { label: 'In the future', value: <RelativeTime at={Date.now() + 2 * 86_400_000 + 5000} /> },
              {
                label: 'Signs',
                value: (
                  <>
                    <Sign change="added" /> <Sign change="changed" /> <Sign change="removed" />
                  </>
                ),
              },
              {
                label: 'Keys',
                value: (
                  <>
                    <Kbd keys="mod+k" /> <Kbd keys="g i" /> <Kbd keys="?" />
                  </>
                ),
              },
              { label: 'Number', value: <MetricLink value={3412} href="?page=findings" label="findings" /> },
              { label: 'Estimate', value: <MetricLink value={2_512_000} isExact={false} /> },
              {
                label: 'Hash',
                value: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
                mono: true,
              },
            ]}
          />
        </Card>
        <Card title="Commands">
          <div className={classes.stack} style={{ padding: 0 }}>
            <CopyCommand command="curl -fsS https://holdfast.example:8443/agent/install.sh | sh -s -- --key hfk_7d1c…" />
            <CopyCommand command="./holdfast scan host --root /mnt/disk" state="waiting" />
            <CopyCommand
              command="./holdfast login"
              state="done"
              done="edge-proxy-03 is here, first heartbeat 2 s ago"
            />
          </div>
        </Card>
        <Card title="Evidence">
          <Evidence
            source="bastion-1 · agent · 10:13:07"
            lines={[
              '<script>alert("never markup")</script>',
              '-rw-r--r-- 1 root root 3290 Nov 22 10:13 /etc/ssh/sshd_config',
            ]}
          />
        </Card>
      </div>
    </>
  )
}
