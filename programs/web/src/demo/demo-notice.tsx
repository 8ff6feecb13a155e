import { addressOf, Button } from '@holdfast/design'
import classes from '../shell/notice.module.css'
import { useSwitch } from '../shell/tenants.ts'

/** Stands above every screen of a demo, so that nobody takes it for what is. */
export function DemoNotice({
  tenant,
  guestOf,
}: {
  tenant: { readonly id: string; readonly name: string }
  /** Whose demo it is; null for whoever cannot go back there. */
  guestOf: { readonly id: string; readonly name: string } | null
}) {
  const goTo = useSwitch()
  return (
    <section className={classes.root} aria-label="Demo data">
      <p>
        <b>Demo data.</b> The hosts of “{tenant.name}” are simulated: nothing here is true of any machine.
      </p>
      {guestOf && (
        <span className={classes.acts}>
          <Button look="quiet" onClick={() => void goTo(guestOf.id)}>
            Back to {guestOf.name}
          </Button>
          <Button
            look="quiet"
            onClick={() => void goTo(guestOf.id, addressOf('/tenants', { row: tenant.id, remove: 'demo' }))}
          >
            Remove the demo…
          </Button>
        </span>
      )}
    </section>
  )
}
