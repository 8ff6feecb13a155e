import {
  Button,
  Chip,
  DataGrid,
  EmptyState,
  FromProvider,
  type GridColumn,
  type GridTree,
  ListLayout,
  MetricLink,
  PageHeader,
  plural,
  RelativeTime,
  RequestProblem,
  rowsHere,
  Skeleton,
  urlOptional,
  useClient,
  useShortcut,
  useUrlState,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { type CSSProperties, useMemo } from 'react'
import { CriticalityMark } from './criticality-mark.tsx'
import { assetsWith, depths, kindWords, type Tag, treeOrder } from './tag.ts'
import { TagDrawer } from './tag-drawer.tsx'
import { TagEditor } from './tag-editor.tsx'
import { TagToggle } from './tag-toggle.tsx'
import classes from './tags.module.css'
import { useTagTree } from './use-tag-tree.ts'
import { useTags } from './use-tags.ts'

const columnsOf = (tags: readonly Tag[], tree: GridTree<Tag>): readonly GridColumn<Tag>[] => {
  const depth = depths(tags)
  return [
    {
      id: 'name',
      header: 'Tag',
      width: 220,
      grow: 1,
      cell: (tag) => (
        <span className={classes.name} style={{ '--depth': depth.get(tag.id) ?? 0 } as CSSProperties}>
          <TagToggle tag={tag} tree={tree} />
          <Chip colour={tag.colour} quiet={tag.kind === 'system'} title={tag.path}>
            {tag.name}
          </Chip>
          <FromProvider kind="tag" id={tag.id} />
        </span>
      ),
    },
    {
      id: 'assets',
      header: 'Assets',
      width: 84,
      align: 'end',
      cell: (tag) => <MetricLink value={tag.assets} href={assetsWith(tag, tags)} />,
    },
    { id: 'kind', header: 'Given', width: 96, cell: ({ kind }) => kindWords[kind] },
    {
      id: 'query',
      header: 'Query',
      width: 200,
      grow: 2,
      cell: ({ query, problem }) =>
        query === null ? (
          <span className="muted">–</span>
        ) : (
          <span className={`mono ${classes.query}`} title={problem ?? query}>
            {problem ? `cannot be asked: ${problem}` : query}
          </span>
        ),
    },
    {
      id: 'criticality',
      header: 'Criticality',
      width: 92,
      cell: ({ criticality }) => <CriticalityMark level={criticality} />,
    },
    {
      id: 'evaluated',
      header: 'All asked',
      width: 100,
      align: 'end',
      cell: ({ query, evaluating, evaluatedAt }) =>
        query === null ? (
          <span className="muted">–</span>
        ) : evaluating ? (
          'now'
        ) : evaluatedAt ? (
          <RelativeTime at={evaluatedAt} />
        ) : (
          'not yet'
        ),
    },
  ]
}

const codecs = { row: urlOptional(), make: urlOptional() }

/** The tree of tags: who has each, how it is given, and what it says of how critical an asset is. */
export function Screen() {
  const { may } = useClient()
  const [{ row: open, make }, setUrl] = useUrlState(codecs)
  const { data, error, refetch } = useTags()
  const tags = useMemo(() => treeOrder(data ?? []), [data])
  const { shown, tree } = useTagTree(tags)
  const columns = columnsOf(tags, tree)
  const source = useMemo(() => rowsHere(shown, 'tags'), [shown])
  const mayMake = may('tags:write')
  const openMake = () => setUrl({ make: 'root', row: undefined })
  useShortcut('+', 'Make a tag', openMake, { when: mayMake })
  const button = mayMake && (
    <Button look="primary" icon={IconPlus} onClick={openMake}>
      New tag
    </Button>
  )
  const own = tags.filter(({ kind }) => kind !== 'system').length
  const at = shown.findIndex(({ id }) => id === open)
  const step = (by: number) => {
    const next = at < 0 ? undefined : shown[at + by]
    return next && (() => setUrl({ row: next.id }, { replace: true }))
  }
  const problem = error instanceof RequestProblem ? error : undefined
  return (
    <ListLayout
      header={
        <PageHeader
          title="Tags"
          note={data && `${plural(own, 'tag')} of yours, ${tags.length - own} of Holdfast`}
          actions={button}
        />
      }
      notice={
        data && own === 0 ? (
          <EmptyState
            inline
            kind="new"
            title="No tag of your own yet"
            words="A tag says what belongs together: an environment, an owner, a scope of compliance. Write the query that finds it, and every asset that fits has the tag, also those that come later."
          />
        ) : undefined
      }
      grid={
        problem && !data ? (
          <EmptyState
            kind="error"
            title="The tags could not be loaded"
            words={problem.message}
            problemId={problem.traceId}
            onRetry={() => void refetch()}
          />
        ) : !data ? (
          <Skeleton lines={6} label="Loading the tags" />
        ) : (
          <DataGrid
            id="tags"
            label="Tags"
            columns={columns}
            source={source}
            tree={tree}
            rowId={(tag) => tag.id}
            rowName={(tag) => tag.path}
            {...(open !== undefined && { open })}
            onOpen={(tag) => setUrl({ row: tag.id, make: undefined }, { replace: open !== undefined })}
            empty={<EmptyState kind="new" title="No tag yet" words="Holdfast makes its own within a few seconds." />}
          />
        )
      }
      drawer={
        make !== undefined && mayMake ? (
          <TagEditor
            key={`make ${make}`}
            tags={tags}
            parent={make === 'root' ? undefined : make}
            onClose={() => setUrl({ make: undefined }, { replace: true })}
            onSaved={(id) => setUrl({ make: undefined, row: id }, { replace: true })}
          />
        ) : (
          open !== undefined && (
            <TagDrawer
              key={open}
              id={open}
              tags={tags}
              controls={{
                onClose: () => setUrl({ row: undefined }, { replace: true }),
                onNext: step(1),
                onBefore: step(-1),
              }}
              onUnder={(id) => setUrl({ make: id, row: undefined })}
            />
          )
        )
      }
    />
  )
}
