import {
  Button,
  Card,
  CheckField,
  ConfirmByName,
  PageHeader,
  SelectField,
  SwitchField,
  TextField,
} from '@holdfast/design'
import { useState } from 'react'
import classes from './pages.module.css'

export function FormsPage() {
  const [name, setName] = useState('')
  const [reason, setReason] = useState('')
  const [scope, setScope] = useState<'asset' | 'tag' | 'tenant'>('asset')
  const [agreed, setAgreed] = useState(false)
  const [live, setLive] = useState(true)
  const [asked, setAsked] = useState(false)
  return (
    <>
      <PageHeader
        title="Forms"
        actions={
          <Button look="danger" onClick={() => setAsked(true)}>
            Delete source…
          </Button>
        }
      />
      <div className={classes.parts}>
        <Card title="Accept a risk">
          <TextField
            label="Reason"
            value={reason}
            onChange={setReason}
            lines={3}
            hint="Who reads this in a year must understand it."
          />
          <TextField
            label="Until"
            type="date"
            value={name}
            onChange={setName}
            error="An acceptance needs an end, at most a year away."
          />
          <SelectField
            label="For"
            value={scope}
            onChange={setScope}
            options={[
              { value: 'asset', label: 'this asset' },
              { value: 'tag', label: 'all with the tag internet-facing' },
              { value: 'tenant', label: 'the whole tenant' },
            ]}
          />
          <CheckField
            label="I have told the owner"
            hint="It goes into the record."
            checked={agreed}
            onChange={setAgreed}
          />
          <SwitchField label="Live" checked={live} onChange={setLive} />
        </Card>
      </div>
      <ConfirmByName
        opened={asked}
        onClose={() => setAsked(false)}
        onConfirm={() => setAsked(false)}
        title="Delete source edge-proxy-03?"
        name="edge-proxy-03"
        action="Delete source"
      >
        <p>Its key is revoked at once. 412 facts stay as they were last seen; 31 findings become “not assessed”.</p>
      </ConfirmByName>
    </>
  )
}
