import {
  IconBookmark,
  IconChevronDown,
  IconDeviceFloppy,
  IconDots,
  IconLock,
  IconPencil,
  IconPlayerPlay,
  IconStar,
  IconStarFilled,
  IconTrash,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import { type ReactNode, type Ref, useRef, useState } from 'react'
import { Button } from '../action/button.tsx'
import { RequestProblem } from '../client/request-problem.ts'
import { addressOf } from '../client/url-codec.ts'
import { Menu, type MenuItem } from '../frame/menu.tsx'
import { FromProvider } from '../from-provider/from-provider.tsx'
import { fixedBy, usePushed } from '../from-provider/use-pushed.ts'
import { useShortcut } from '../keyboard/shortcuts.tsx'
import { toast } from '../toast/toast-store.ts'
import type { KeptView } from './kept-view.ts'
import { queryParameter } from './list-codecs.ts'
import classes from './list-views.module.css'
import { SaveViewDialog } from './save-view-dialog.tsx'
import { SavedViews } from './saved-views.tsx'
import type { SavedViewsClient, ViewChange } from './use-saved-views.ts'
import { differs, type ViewState, viewAddress } from './view-state.ts'

/** More of one's own are found in the menu. */
const mostChips = 4

/** Ways of looking at a list: those that come with it, those that people kept, and what can be done with the one in force. */
export function ListViews({
  builtIn,
  kept,
  current: id,
  now,
  usualSort,
  onOpen,
  children,
}: {
  builtIn: readonly { id: string; label: string; query: string }[]
  kept: SavedViewsClient
  /** Id of the kept view that the address names. */
  current: string | undefined
  now: ViewState
  usualSort: string | null
  /** Goes to a view as it is kept; undefined leaves the list as it is, without a view. */
  onOpen: (view: KeptView | undefined, id?: string) => void
  /** At the right: how fresh this is. */
  children?: ReactNode
}) {
  const [asked, setAsked] = useState<'new' | 'rename'>()
  const button = useRef<HTMLButtonElement>(null)
  const { views = [], mayWrite, mayShare } = kept
  const view = views.find((each) => each.id === id)
  const dirty = view !== undefined && differs(view, now, usualSort)
  const pushed = usePushed('view', view?.id)
  const fixed = fixedBy(pushed)
  const mayChange = view !== undefined && mayWrite && (view.mine || mayShare) && fixed === undefined
  const own = view === undefined && mayWrite
  useShortcut('v', 'Open the saved views', () => button.current?.click(), {
    group: 'Lists',
    when: kept.views !== undefined,
  })
  const chips = [...views.filter((each) => each.favourite || each.isDefault || each.id === id)].slice(0, mostChips)

  async function attempt(work: Promise<unknown>, done: string) {
    try {
      await work
      toast({ message: done })
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      const words =
        error.status === 412
          ? 'Somebody else changed this view meanwhile. It is shown as it is now: look, then update it again, or save yours as new.'
          : error.message
      toast({ tone: 'failed', message: words })
    }
  }
  const save = async (change: ViewChange & { readonly name: string }) => {
    if (asked === 'rename' && view) await kept.change(view, change)
    else onOpen(undefined, await kept.create({ ...now, ...change }))
  }
  const actions: MenuItem[] = view
    ? [
        {
          id: 'favourite',
          label: view.favourite ? 'Take off the favourites' : 'Add to the favourites',
          icon: view.favourite ? IconStarFilled : IconStar,
          onSelect: () => void attempt(kept.choose(view, { favourite: !view.favourite }), `“${view.name}” changed`),
        },
        {
          id: 'default',
          label: view.isDefault ? 'Do not begin with it' : 'Begin with it',
          icon: IconPlayerPlay,
          onSelect: () =>
            void attempt(
              kept.choose(view, { isDefault: !view.isDefault }),
              view.isDefault ? 'The list begins as usual' : `The list begins with “${view.name}”`,
            ),
        },
        ...(mayChange
          ? [
              { id: 'rename', label: 'Name and who sees it…', icon: IconPencil, onSelect: () => setAsked('rename') },
              {
                id: 'remove',
                label: 'Remove',
                icon: IconTrash,
                onSelect: () => {
                  onOpen(undefined)
                  void attempt(kept.remove(view), `“${view.name}” is removed`)
                },
              },
            ]
          : []),
      ]
    : []

  return (
    <SavedViews
      views={[
        ...builtIn.map((each) => ({
          id: each.id,
          label: each.label,
          href: addressOf(location.pathname, { q: queryParameter(each.query) }),
        })),
        ...chips.map((each) => ({
          id: each.id,
          label: each.name,
          href: addressOf(location.pathname, viewAddress(each)),
          ...(each.problem !== null && { problem: each.problem }),
        })),
      ]}
      current={view?.id ?? builtIn.find(({ query }) => query === now.query)?.id}
      tools={
        kept.views && (
          <>
            <Menu
              label="Saved views"
              position="bottom-start"
              width={290}
              header={
                views.length === 0 && (
                  <p className={classes.none}>
                    None yet. Ask for what you look at often, choose columns and order, then save it under a name.
                  </p>
                )
              }
              items={[...views.map((each) => viewItem(each, id, onOpen)), ...saveItem(mayWrite, () => setAsked('new'))]}
              trigger={(props) => (
                <button
                  type="button"
                  className={classes.switcher}
                  {...props}
                  ref={(element) => {
                    button.current = element
                    give(props.ref, element)
                  }}
                >
                  <IconBookmark size={14} stroke={1.8} aria-hidden="true" />
                  Views
                  <IconChevronDown size={13} stroke={2} aria-hidden="true" />
                </button>
              )}
            />
            {view && (
              <Menu
                label={`The view ${view.name}`}
                position="bottom-start"
                width={230}
                header={
                  pushed && (
                    <p className={classes.none}>
                      <FromProvider kind="view" id={view.id} /> {fixed !== undefined && 'They alone change it.'}
                    </p>
                  )
                }
                items={actions}
                trigger={(props) => (
                  <button
                    type="button"
                    className={classes.more}
                    aria-label={`More about the view ${view.name}`}
                    {...props}
                  >
                    <IconDots size={15} stroke={1.8} aria-hidden="true" />
                  </button>
                )}
              />
            )}
            {dirty && (
              <span className={classes.changes}>
                <span className={classes.dirty}>Changed</span>
                {mayChange && (
                  <Button
                    look="quiet"
                    onClick={() => void attempt(kept.change(view, { ...now }), `“${view.name}” is updated`)}
                  >
                    Update
                  </Button>
                )}
                {mayWrite && (
                  <Button look="quiet" onClick={() => setAsked('new')}>
                    Save as new…
                  </Button>
                )}
                <Button look="quiet" onClick={() => onOpen(view)}>
                  Discard
                </Button>
              </span>
            )}
            {own && builtIn.every(({ query }) => query !== now.query) && (
              <Button look="quiet" icon={IconDeviceFloppy} onClick={() => setAsked('new')}>
                Save view…
              </Button>
            )}
          </>
        )
      }
      below={
        view?.problem && (
          <p className={classes.problem} role="alert">
            This view asks for something that is not there any more: {view.problem} Change the query above, then update
            the view.
          </p>
        )
      }
    >
      {children}
      {asked && (
        <SaveViewDialog
          title={asked === 'rename' ? 'Name and who sees it' : 'Save this view'}
          {...(asked === 'rename' && view && { view })}
          mayShare={mayShare}
          words={asked === 'rename' ? '' : 'Kept are the query, the order, the columns, and which facets are open.'}
          onSave={save}
          onClose={() => setAsked(undefined)}
        />
      )}
    </SavedViews>
  )
}

function viewItem(view: KeptView, current: string | undefined, onOpen: (view: KeptView) => void): MenuItem {
  return {
    id: view.id,
    icon: view.favourite ? IconStarFilled : audienceIcons[view.visibility],
    label: (
      <span className={classes.item}>
        <b>
          {view.name} <FromProvider kind="view" id={view.id} />
        </b>
        <small>
          {[
            view.isDefault && 'the list begins with it',
            view.problem !== null && 'asks for what is gone',
            audienceOf(view),
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
    ),
    chosen: view.id === current,
    onSelect: () => onOpen(view),
  }
}

const audienceIcons = { private: IconLock, unit: IconUsersGroup, tenant: IconUsers } as const

/** Who sees it, and where it is not for oneself alone, who begins with it. */
function audienceOf({ visibility, unitName, mine, begins }: KeptView): string {
  if (visibility === 'private') return 'only you'
  const whom = visibility === 'unit' ? (unitName ?? 'a unit') : 'everybody'
  return [begins ? `${whom} begins with it` : `for ${whom}`, ...(mine ? ['made by you'] : [])].join(', ')
}

function saveItem(mayWrite: boolean, onSelect: () => void): MenuItem[] {
  return mayWrite ? [{ id: 'save', label: 'Save what is shown as a view…', icon: IconDeviceFloppy, onSelect }] : []
}

function give<T>(ref: Ref<T> | undefined, element: T | null): void {
  if (typeof ref === 'function') ref(element)
  else if (ref) ref.current = element
}
