import {
  Button,
  ChoiceBar,
  Drawer,
  KeyValue,
  MetricLink,
  plainLanguage,
  QueryBar,
  RelativeTime,
  TextField,
  toast,
  useApi,
  useAttempt,
  useClient,
  useLanguage,
} from '@holdfast/design'
import { useState } from 'react'
import { ListPreview, saidOf } from './list-preview.tsx'
import { ListedChecks } from './listed-checks.tsx'
import { findingsOn, type SearchList, useListed, useRenewSearchLists } from './search-list.ts'
import classes from './search-lists.module.css'

/** A search list: what is on it and what it asks, to be changed in place. With none given, a new one. */
export function SearchListDrawer({ list, onClose }: { list: SearchList | undefined; onClose: () => void }) {
  const api = useApi()
  const { may } = useClient()
  const renew = useRenewSearchLists()
  const language = useLanguage('checks') ?? plainLanguage
  const [name, setName] = useState(list?.name ?? '')
  const [how, setHow] = useState<'query' | 'ids'>(list?.ids ? 'ids' : 'query')
  const [query, setQuery] = useState(list?.query ?? '')
  const [ids, setIds] = useState((list?.ids ?? []).join('\n'))
  const [description, setDescription] = useState(list?.description ?? '')
  const { busy, problem, words, attempt } = useAttempt()
  const writes = may('search-lists:write')
  const path = list && `/search-lists/${encodeURIComponent(list.id)}`
  const text = how === 'query' ? query : ids

  const done = async (message: string) => {
    toast({ message })
    await renew()
    onClose()
  }
  const tag = async () => {
    const { etag } = await api.getTagged(path!)
    return etag === undefined ? {} : { ifMatch: etag }
  }
  const save = () =>
    attempt(async () => {
      const body = { name: name.trim(), description, ...saidOf(how, text.trim()) }
      if (path) await api.send('PATCH', path, body, await tag())
      else await api.send('POST', '/search-lists', body)
      await done(`“${body.name}” is ${path ? 'changed' : 'made'}`)
    })
  const remove = () =>
    attempt(async () => {
      await api.send('DELETE', path!, undefined, await tag())
      await done(`“${list!.name}” is gone`)
    })
  const at = (field: string) => problem?.errors.find(({ pointer }) => pointer === `/body/${field}`)?.message
  const missing = name.trim() === '' ? 'write a name first' : text.trim() === '' ? 'say which checks first' : undefined
  return (
    <Drawer
      title={list?.name ?? 'A new search list'}
      onClose={onClose}
      footer={
        writes && (
          <>
            <Button look="primary" busy={busy} onClick={save} unavailable={missing}>
              {list ? 'Save' : 'Make the list'}
            </Button>
            {list && (
              <Button look="danger" busy={busy} onClick={remove}>
                Remove
              </Button>
            )}
          </>
        )
      }
    >
      <div className={classes.form}>
        {problem && at('name') === undefined && (
          <p role="alert" className={classes.problem}>
            {words}
          </p>
        )}
        {list && (
          <KeyValue
            items={[
              { label: 'Open findings', value: <MetricLink value={list.findings} href={findingsOn(list)} /> },
              { label: 'Made by', value: list.createdBy.replace(/ \([a-z]+_\w+\)$/, '') },
              { label: 'Changed', value: <RelativeTime at={list.updatedAt} /> },
            ]}
          />
        )}
        {writes && (
          <>
            <TextField
              label="Name"
              value={name}
              onChange={setName}
              error={at('name')}
              hint="Queries ask for it by this: searchList:&quot;Exploited now&quot;"
              required
            />
            <div className={classes.group}>
              <span>What is on it</span>
              <ChoiceBar
                label="What is on it"
                value={how}
                onChange={setHow}
                options={[
                  { value: 'query', label: 'What a query finds' },
                  { value: 'ids', label: 'Checks and CVEs that I name' },
                ]}
              />
            </div>
            {how === 'query' ? (
              <div className={classes.bar}>
                <QueryBar
                  label="Query over checks"
                  value={list?.query ?? ''}
                  onDraft={setQuery}
                  onRun={setQuery}
                  language={language}
                  placeholder="exploited:true and severity >= high"
                />
              </div>
            ) : (
              <TextField
                label="Checks and CVEs"
                value={ids}
                onChange={setIds}
                mono
                lines={5}
                hint="One a line, or with commas between them: CVE-2024-3094"
              />
            )}
            <ListPreview key={how} how={how} text={text} />
            <TextField label="Description" value={description} onChange={setDescription} lines={2} />
          </>
        )}
        {list && !writes && <OnList list={list} />}
      </div>
    </Drawer>
  )
}

function OnList({ list }: { list: SearchList }) {
  const { data } = useListed(list.id)
  return data ? <ListedChecks checks={data} label="Checks on the list" /> : <p className="muted">Looking …</p>
}
