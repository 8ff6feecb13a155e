import {
  Button,
  Drawer,
  plural,
  SelectField,
  SwitchField,
  TextField,
  toast,
  useApi,
  useAttempt,
} from '@holdfast/design'
import { IconFileUpload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import classes from '../form.module.css'
import { base64Of } from './base64-of.ts'
import { type Imported, useRenewReports } from './report.ts'

const kinds = [
  { value: 'host', label: 'a host' },
  { value: 'image', label: 'an image' },
  { value: 'container', label: 'a container' },
  { value: 'web-application', label: 'a web application' },
  { value: 'cloud-resource', label: 'a cloud resource' },
  { value: 'network-service', label: 'a network service' },
]

/** A report as a file: under which name, about what, from which severity on. */
export function ImportDrawer({ onClose }: { onClose: () => void }) {
  const api = useApi()
  const renew = useRenewReports()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File>()
  const [name, setName] = useState('')
  const [asset, setAsset] = useState('')
  const [kind, setKind] = useState('host')
  const [from, setFrom] = useState('low')
  const [whole, setWhole] = useState(false)
  const { busy, words: problem, attempt } = useAttempt()

  const take = (chosen: File) =>
    attempt(async () => {
      const { data } = await api.send<{ data: Imported }>('POST', '/vulnerabilities/reports', {
        content: await base64Of(chosen),
        ...{ kind, from, whole },
        ...(name.trim() !== '' && { name: name.trim() }),
        ...(asset.trim() !== '' && { asset: asset.trim() }),
      })
      const milder = data.milder === 0 ? '' : `; ${plural(data.milder, 'milder one')} left out`
      toast({
        message: `${plural(data.findings, 'weakness', 'weaknesses')} on ${plural(data.assetCount, 'asset')}, ${data.newCount} of them new${milder}`,
      })
      await renew()
      onClose()
    })

  return (
    <Drawer
      title="Import a report"
      onClose={onClose}
      footer={
        <Button
          look="primary"
          busy={busy}
          onClick={() => file && void take(file)}
          unavailable={file ? undefined : 'choose a file first'}
        >
          Import it
        </Button>
      }
    >
      <div className={classes.form}>
        {problem && (
          <p role="alert" className={classes.problem}>
            The report {problem}
          </p>
        )}
        <input
          ref={input}
          type="file"
          hidden
          aria-label="Report"
          onChange={(event) => setFile(event.target.files?.[0])}
        />
        <p className={classes.file}>
          <Button icon={IconFileUpload} onClick={() => input.current?.click()}>
            Choose a file
          </Button>
          <span className="muted">{file ? file.name : 'JSON, XML or a table; its tool is known by what it holds'}</span>
        </p>
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          hint="Reports of one scan have one name: each replaces the one before. The form of the file where it is empty."
        />
        <div className={classes.pair}>
          <TextField
            label="About"
            value={asset}
            onChange={setAsset}
            hint="Id or name of an asset, where the report names no machine."
          />
          <SelectField label="Which is, if new" value={kind} onChange={setKind} options={kinds} />
        </div>
        <SelectField
          label="From severity"
          value={from}
          onChange={setFrom}
          options={['info', 'low', 'medium', 'high', 'critical'].map((value) => ({ value, label: value }))}
        />
        <SwitchField
          label="It covers everything that earlier ones of its name did"
          checked={whole}
          onChange={setWhole}
          hint="Then an asset that it does not name is clean."
        />
      </div>
    </Drawer>
  )
}
