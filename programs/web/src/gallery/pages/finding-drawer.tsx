import {
  Badge,
  Button,
  Drawer,
  EmptyState,
  Evidence,
  KeyValue,
  ReasonChips,
  SeverityMark,
  type SeverityName,
  Tabs,
  VerdictSentence,
} from '@holdfast/design'
import { IconHandStop, IconRefresh, IconTool } from '@tabler/icons-react'
import { useState } from 'react'
import type { Finding } from './findings-page.tsx'

export function FindingDrawer({
  finding,
  onClose,
  onNext,
  onBefore,
}: {
  finding: Finding
  onClose: () => void
  onNext?: () => void
  onBefore?: () => void
}) {
  const [tab, setTab] = useState('evidence')
  return (
    <Drawer
      title={finding.title}
      eyebrow={
        <>
          <span className="mono">CVE-2024-6387</span> · Vulnerabilities
        </>
      }
      keys={[['a', 'accept']]}
      href="?page=asset"
      onClose={onClose}
      onNext={onNext}
      onBefore={onBefore}
      footer={
        <>
          <Button look="primary" icon={IconTool}>
            Plan the fix
          </Button>
          <Button icon={IconHandStop}>Accept risk…</Button>
          <Button icon={IconRefresh}>Re-check now</Button>
        </>
      }
    >
      <p className="muted">
        <SeverityMark severity={finding.severity as SeverityName} /> {finding.kev && <Badge tone="high">KEV</Badge>}{' '}
        open for 12 days · due in 2 days · owner Platform team
      </p>
      <VerdictSentence
        tone={finding.severity as SeverityName}
        lead={`${finding.assets} internet-facing hosts can be taken over without a password.`}
      >
        One upgrade closes this and 3 other findings.
      </VerdictSentence>
      <ReasonChips
        reasons={[
          { label: 'Exposure', value: `${finding.assets} on the internet`, href: '?page=asset' },
          { label: 'Exploit', value: 'public, used' },
          { label: 'Privilege', value: 'root' },
          { label: 'Data', value: 'not assessed', notAssessed: true },
        ]}
      />
      <Tabs
        label="Details"
        tabs={[
          { id: 'evidence', label: 'Evidence' },
          { id: 'fix', label: 'Fix' },
          { id: 'assets', label: 'Assets', count: finding.assets },
          { id: 'timeline', label: 'Timeline' },
          { id: 'score', label: 'Why this score' },
          { id: 'json', label: 'JSON' },
        ]}
        value={tab}
        onChange={setTab}
      >
        {tab === 'evidence' ? (
          <div style={{ display: 'grid', gap: 11 }}>
            <Evidence
              source="edge-proxy-03 · agent · 10:12:48"
              lines={[
                'package   openssh-server 1:9.2p1-2+deb12u2',
                'fixed in  1:9.2p1-2+deb12u3   (Debian, exact match)',
                'listening 0.0.0.0:22  sshd[812]  since 12 Nov',
                'check     dpkg-query -W openssh-server',
              ]}
            />
            <KeyValue
              items={[
                { label: 'Matched by', value: 'package URL, vendor data, confidence high' },
                { label: 'First seen', value: '10 Nov 2026, 09:31 by agent' },
                { label: 'Last tested', value: 'today, 10:12 (agent), 04:00 (scanner)' },
                { label: 'Counts toward', value: 'PCI DSS 6.3.3 · CSF ID.RA-01 · GDPR Art. 32' },
              ]}
            />
          </div>
        ) : (
          <EmptyState
            kind="new"
            title="Nothing here in the gallery"
            words="The tab shows how a tab without content looks."
          />
        )}
      </Tabs>
    </Drawer>
  )
}
