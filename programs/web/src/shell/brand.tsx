import classes from './brand.module.css'

/** The shield and the name. */
export function Brand({ narrow = false }: { narrow?: boolean }) {
  return (
    <a className={classes.root} href="/" aria-label="Holdfast: home">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 3a12 12 0 0 0 8.5 3A12 12 0 0 1 12 21 12 12 0 0 1 3.5 6 12 12 0 0 0 12 3" />
        <path d="m8.6 12.1 2.4 2.4 4.4-4.6" />
      </svg>
      {!narrow && <span>Holdfast</span>}
    </a>
  )
}
