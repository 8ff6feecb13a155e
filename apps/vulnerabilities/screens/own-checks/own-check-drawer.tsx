import {
  Button,
  Drawer,
  KeyValue,
  MetricLink,
  SelectField,
  type SeverityName,
  severityOrder,
  TextField,
  toast,
  useApi,
  useAttempt,
  useClient,
} from '@holdfast/design'
import { useState } from 'react'
import classes from '../form.module.css'
import { assetsOf, type OwnCheck, useRenewOwnChecks } from './own-check.ts'

/** A check that people made; with none given, a new one, with the query that says which assets have the weakness. */
export function OwnCheckDrawer({ check, onClose }: { check: OwnCheck | undefined; onClose: () => void }) {
  const api = useApi()
  const { may } = useClient()
  const renew = useRenewOwnChecks()
  const [title, setTitle] = useState(check?.title ?? '')
  const [severity, setSeverity] = useState<SeverityName>(check?.severity ?? 'medium')
  const [query, setQuery] = useState('')
  const [why, setWhy] = useState(check?.why ?? '')
  const [remedy, setRemedy] = useState(check?.remedy ?? '')
  const [cves, setCves] = useState((check?.cves ?? []).join(' '))
  const { busy, words: problem, attempt } = useAttempt()
  const writes = may('vulnerabilities:write')
  const path = check && `/vulnerabilities/own-checks/${encodeURIComponent(check.id)}`

  const done = async (message: string) => {
    toast({ message })
    await renew()
    onClose()
  }
  const save = () =>
    attempt(async () => {
      const words = { title: title.trim(), severity, why, remedy, cves: cves.split(/[\s,]+/).filter(Boolean) }
      if (path) {
        const { etag } = await api.getTagged(path)
        await api.send('PATCH', path, words, { ...(etag !== undefined && { ifMatch: etag }) })
        return done(`“${words.title}”: its findings say it within seconds`)
      }
      const name = nameOf(words.title)
      const { data } = await api.send<{ data: { id: string } }>('POST', '/tags', { name: `own-check ${name}`, query })
      await api.send('POST', '/vulnerabilities/own-checks', { name, tag: data.id, ...words })
      await done(`“${words.title}”: its findings come within seconds`)
    })

  const remove = () =>
    attempt(async () => {
      const { etag } = await api.getTagged(path!)
      await api.send('DELETE', path!, undefined, { ...(etag !== undefined && { ifMatch: etag }) })
      await done(`“${check!.title}” is gone; what it found is closed`)
    })

  return (
    <Drawer
      title={check?.title ?? 'A new check'}
      eyebrow={check && <span className="mono">{check.name}</span>}
      onClose={onClose}
      footer={
        writes && (
          <>
            <Button
              look="primary"
              busy={busy}
              onClick={save}
              unavailable={
                title.trim().length < 3
                  ? 'say what is wrong first'
                  : !check && query.trim() === ''
                    ? 'say which assets first'
                    : undefined
              }
            >
              {check ? 'Save' : 'Make it'}
            </Button>
            {check && (
              <Button look="danger" busy={busy} onClick={remove}>
                Remove
              </Button>
            )}
          </>
        )
      }
    >
      <div className={classes.form}>
        {problem && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
        {check && (
          <KeyValue
            items={[
              { label: 'Assets', value: <MetricLink value={check.assets} href={assetsOf(check)} /> },
              { label: 'Tag', value: <a href="/tags">{check.tag.path}</a> },
              { label: 'Query', value: <span className="mono">{check.tag.query ?? 'given by hand'}</span> },
            ]}
          />
        )}
        <TextField label="What is wrong" value={title} onChange={setTitle} required hint="Telnet is installed" />
        {!check && (
          <TextField
            label="Assets"
            value={query}
            onChange={setQuery}
            mono
            lines={2}
            required
            hint="In the query language: software:(name:telnetd). It becomes a tag, and can be changed there."
          />
        )}
        <SelectField
          label="Severity"
          value={severity}
          onChange={(value) => setSeverity(value as SeverityName)}
          options={severityOrder.map((value) => ({ value, label: value }))}
        />
        <TextField label="Why it matters" value={why} onChange={setWhy} lines={2} />
        <TextField label="What ends it" value={remedy} onChange={setRemedy} lines={2} />
        <TextField label="CVEs that it stands for" value={cves} onChange={setCves} mono hint="May be empty." />
      </div>
    </Drawer>
  )
}

/** A title as a name in kebab-case. */
function nameOf(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replace(/^-+|-+$/g, '')
  return plain === '' ? 'own' : plain
}
