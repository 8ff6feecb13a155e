import { Button, CopyCommand, TextField } from '@holdfast/design'
import { type FormEvent, useState } from 'react'
import classes from '../sign-in-screen.module.css'
import { secretOf } from './secret-of.ts'
import own from './sign-in.module.css'

/** How one comes by a one-time link, and the place to paste it. */
export function LinkForm({ again, onLink }: { again: boolean; onLink: (link: string) => void }) {
  const [pasted, setPasted] = useState('')

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    onLink(pasted)
  }

  return (
    <>
      <p className={classes.words}>
        {again ? 'A new link: on' : 'On'} the machine that runs the server, in the checkout:
      </p>
      <CopyCommand command="./holdfast login" />
      <p className={classes.words}>
        It prints a link for this address. It works once, for 15 minutes. Open it, or paste it here:
      </p>
      <form className={own.form} onSubmit={onSubmit}>
        <TextField label="Link" value={pasted} onChange={setPasted} mono autoComplete="one-time-code" />
        <Button look="primary" type="submit" unavailable={secretOf(pasted) === '' ? 'paste a link first' : undefined}>
          Sign in<span className="said"> by this link</span>
        </Button>
      </form>
    </>
  )
}
