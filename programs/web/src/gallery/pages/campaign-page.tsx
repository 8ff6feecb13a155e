import { Button, Card, Donut, Gauge, Meter, PageHeader, Tile, VerdictSentence } from '@holdfast/design'
import { IconMail } from '@tabler/icons-react'
import classes from './pages.module.css'

const segments = [
  { label: 'Patched', value: 61, swatch: 'ok' },
  { label: 'Mitigated', value: 14, swatch: 'low' },
  { label: 'Exploitable now', value: 9, swatch: 'critical' },
  { label: 'Not assessed', value: 4, swatch: 'hatched' },
] as const

export function CampaignPage() {
  return (
    <>
      <PageHeader
        title="WannaCry"
        note="MS17-010 · CVE-2017-0143 to 0148 · pack of 12 May 2017, revision 9 · since 3 Nov"
        actions={<Button icon={IconMail}>Tell the owners</Button>}
      />
      <div className={classes.stack}>
        <VerdictSentence
          tone="high"
          lead="9 of 88 Windows assets can still be infected over the network, all in the Lyon warehouse; 4 were never assessed."
        >
          At this pace it is over on Tuesday, one day before the deadline.
        </VerdictSentence>
        <div className={classes.tiles}>
          <Tile
            label="Exploitable now"
            value={9}
            swatch="critical"
            note="SMBv1 on, patch missing, 445 reachable"
            href="?page=findings"
          />
          <Tile label="Mitigated" value={14} swatch="low" note="port closed or SMBv1 off" href="?page=findings" />
          <Tile label="Patched" value={61} swatch="ok" note="build at or above the fix" href="?page=findings" />
          <Tile label="Not assessed" value={4} swatch="hatched" note="no agent, no sign-in" href="?page=findings" />
          <Tile
            label="Signs of infection"
            value={0}
            swatch="info"
            note="hashes, service, kill-switch domain"
            href="?page=findings"
          />
          <Tile label="Signs in mail" note="nobody looked yet" />
        </div>
        <div className={classes.pair}>
          <Card title="All assets">
            <div className={classes.middle}>
              <Donut
                segments={segments}
                summary="88 assets: 61 patched, 14 mitigated, 9 exploitable, 4 not assessed"
                figure="85 %"
                caption="out of danger"
              />
              <Gauge value={85} label="Progress" unit="%" />
            </div>
          </Card>
          <Card title="By owner">
            <ul className={classes.lines}>
              {[
                ['Warehouse IT, Lyon', 58],
                ['Office IT', 93],
                ['Point of sale', 100],
                ['Laboratory', 100],
              ].map(([name, share]) => (
                <li key={name} className={classes.sensor}>
                  <span>{name}</span>
                  <Meter value={Number(share)} label={`${name}: done`} tone="ok" width={140} text={`${share} %`} />
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
    </>
  )
}
