import { IconExternalLink, IconHelp, IconKeyboard } from '@tabler/icons-react'
import classes from './icon-target.module.css'
import { Menu } from './menu.tsx'

/** All keys, and the documents that the server itself holds. */
export function HelpMenu({
  onKeys,
  documents,
}: {
  onKeys: () => void
  documents: readonly { label: string; href: string }[]
}) {
  return (
    <Menu
      label="Help"
      width={230}
      items={[
        { id: 'keys', label: 'Keyboard', icon: IconKeyboard, keys: '?', onSelect: onKeys },
        ...documents.map(({ label, href }) => ({
          id: href,
          label,
          icon: IconExternalLink,
          onSelect: () => void window.open(href, '_blank', 'noreferrer'),
        })),
      ]}
      trigger={(props) => (
        <button type="button" className={classes.target} aria-label="Help" title="Help" {...props}>
          <IconHelp size={17} stroke={1.7} aria-hidden="true" />
        </button>
      )}
    />
  )
}
