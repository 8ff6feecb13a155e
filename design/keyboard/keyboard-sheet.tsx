import { Dialog } from '../dialog/dialog.tsx'
import { SwitchField } from '../form/switch-field.tsx'
import { groupBy } from '../list/group-by.ts'
import { Kbd } from '../text/kbd.tsx'
import classes from './keyboard-sheet.module.css'
import { useShortcutList, useSingleKeys } from './shortcuts.tsx'
import { isSingleKey } from './strokes.ts'

/** Every key that does something here, by group; and the switch that silences plain letters. */
export function KeyboardSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const list = useShortcutList()
  const [singleKeys, setSingleKeys] = useSingleKeys()
  const groups = groupBy(opened ? list() : [], (shortcut) => shortcut.group)
  return (
    <Dialog opened={opened} onClose={onClose} title="Keyboard" width={720}>
      <div className={classes.groups}>
        {groups.map(([group, shortcuts]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {shortcuts.map((shortcut) => (
                <div key={shortcut.keys} data-off={(!singleKeys && isSingleKey(shortcut.keys)) || undefined}>
                  <dt>{shortcut.label}</dt>
                  <dd>
                    <Kbd keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <SwitchField
        label="Plain letters are shortcuts"
        hint="Switch off if you dictate or use a switch device; keys with Ctrl and the arrows keep working."
        checked={singleKeys}
        onChange={setSingleKeys}
      />
    </Dialog>
  )
}
