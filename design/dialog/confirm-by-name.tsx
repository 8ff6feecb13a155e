import { type ReactNode, useState } from 'react'
import { Button } from '../action/button.tsx'
import { TextField } from '../form/text-field.tsx'
import { Dialog } from './dialog.tsx'

/** For what cannot be undone: says what will happen, and asks for the name of the thing. */
export function ConfirmByName({
  opened,
  onClose,
  onConfirm,
  title,
  name,
  action,
  busy = false,
  children,
}: {
  opened: boolean
  onClose: () => void
  onConfirm: () => void
  title: string
  /** What must be typed. */
  name: string
  /** The verb on the button: "Delete source". */
  action: string
  busy?: boolean
  /** What will happen, with numbers. */
  children: ReactNode
}) {
  const [typed, setTyped] = useState('')
  const matches = typed.trim() === name
  const close = () => {
    setTyped('')
    onClose()
  }
  return (
    <Dialog
      opened={opened}
      onClose={close}
      title={title}
      footer={
        <>
          <Button onClick={close}>Keep it</Button>
          <Button
            look="danger"
            busy={busy}
            unavailable={matches ? undefined : `type ${name} first`}
            onClick={onConfirm}
          >
            {action}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (matches && !busy) onConfirm()
        }}
      >
        {children}
        <TextField
          label={
            <>
              Type <code>{name}</code> to confirm
            </>
          }
          value={typed}
          onChange={setTyped}
          mono
          autoFocus
        />
      </form>
    </Dialog>
  )
}
