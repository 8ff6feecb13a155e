import {
  Button,
  Card,
  KeyValue,
  Meter,
  PageHeader,
  SeverityMark,
  type SeverityName,
  Sparkline,
  StackedBar,
  type Status,
  StatusMark,
  Timeline,
} from '@holdfast/design'
import data from '../data/home.json' with { type: 'json' }
import classes from './pages.module.css'

export function HomePage() {
  return (
    <>
      <PageHeader title="Good morning, Mira" note="Sunday 22 November · since Friday: 38 new, 61 fixed, 2 detections" />
      <div className={classes.home}>
        <div className={classes.column}>
          <Card title="Three things to do now" more={{ label: 'All work, 41', href: '?page=findings' }}>
            <ul className={classes.work}>
              {data.work.map((item) => (
                <li key={item.title}>
                  <SeverityMark severity={item.severity as SeverityName} word={false} />
                  <div>
                    <b>{item.title}</b>
                    <p className="muted">{item.why}</p>
                  </div>
                  <Button href="?page=findings">{item.due}</Button>
                </li>
              ))}
            </ul>
          </Card>
          <div className={classes.pair}>
            <Card title="Risk" more={{ label: 'Why 612', href: '?page=asset' }}>
              <p className={classes.figure}>
                612 <span>−74 in 30 days</span>
              </p>
              <Sparkline summary="Risk fell from 686 to 612 in 30 days" points={data.risk} />
            </Card>
            <Card title="Campaign: WannaCry" more={{ label: 'Open', href: '?page=campaign' }}>
              <StackedBar
                legend
                summary="88 assets: 61 patched, 14 mitigated, 9 exploitable now, 4 not assessed, none infected"
                segments={[
                  { label: 'Patched', value: 61, swatch: 'ok', href: '?page=campaign' },
                  { label: 'Mitigated (port closed, SMBv1 off)', value: 14, swatch: 'low', href: '?page=campaign' },
                  { label: 'Exploitable now', value: 9, swatch: 'critical', href: '?page=campaign' },
                  { label: 'Not assessed', value: 4, swatch: 'hatched', href: '?page=campaign' },
                  { label: 'Signs of infection', value: 0, swatch: 'info', href: '?page=campaign' },
                ]}
              />
              <p className="muted">at this pace done on Tuesday, one day early</p>
            </Card>
          </div>
          <Card title="Frameworks">
            <ul className={classes.lines}>
              {data.frameworks.map((row) => (
                <li key={row.name} className={classes.framework}>
                  <b>{row.name}</b>
                  <Meter value={row.share} label={`${row.name} met`} tone="brand" width={150} text={`${row.share} %`} />
                  <span className="muted">{row.change}</span>
                  <span className="muted">{row.note}</span>
                </li>
              ))}
            </ul>
          </Card>
        </div>
        <div className={classes.column}>
          <Card title="What we see">
            <dl className={classes.see}>
              {data.see.map((row) => (
                <div key={row.label}>
                  <dt>{row.label}</dt>
                  <dd>
                    <a href="?page=asset">{row.count}</a>
                  </dd>
                  <dd className="muted">{row.note}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <Card title="Sensors">
            <ul className={classes.lines}>
              {data.sensors.map((row) => (
                <li key={row.name} className={classes.sensor}>
                  <StatusMark status={row.status as Status}>
                    <b>{row.name}</b>
                  </StatusMark>
                  <span className="muted">{row.note}</span>
                </li>
              ))}
            </ul>
          </Card>
          <Card title="Just happened" more={{ label: 'File changes', href: '?page=change' }}>
            <Timeline
              label="Just happened"
              time="clock"
              entries={data.happened.map((entry, at) => ({
                id: String(at),
                ...entry,
                change: entry.change as 'added',
              }))}
            />
          </Card>
          <Card title="Numbers">
            <KeyValue
              align="end"
              items={[
                { label: 'Mean time to fix, critical', value: '3.2 d' },
                { label: 'Past due', value: '12' },
              ]}
            />
          </Card>
        </div>
      </div>
    </>
  )
}
