import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { flag, maybeText, text, word } from './fields.ts'

/** Scopes: `cron`, `systemd-timer`. */
export const scheduledTaskFact = defineFact('inventory', {
  name: 'inventory.scheduled-task',
  version: 1,
  title: 'Scheduled task',
  summary: 'A command or unit that the host starts at set times.',
  about: ['host', 'image', 'container'],
  key: ['source', 'schedule', 'user', 'command'],
  dataClass: 'state',
  keepFor: 'P400D',
  schema: Type.Object(
    {
      kind: word(['cron', 'anacron', 'timer'], 'What starts it.'),
      source: text('File that says so.'),
      schedule: text('When, in the words of the file: "17 * * * *", "@daily", "OnCalendar=daily".'),
      user: text('User it runs as; empty for timers, whose service says it.', { sensitivity: 'personal' }),
      command: text('What is started, with secrets masked: a command line, or a unit.', { sensitivity: 'personal' }),
      enabled: flag('True where it will be started.'),
      package: maybeText('Package of the operating system that the file comes from.'),
    },
    { additionalProperties: false },
  ),
  example: {
    kind: 'cron',
    source: '/etc/crontab',
    schedule: '17 * * * *',
    user: 'root',
    command: 'cd / && run-parts --report /etc/cron.hourly',
    enabled: true,
    package: 'cron',
  },
})

export type ScheduledTask = ItemOf<typeof scheduledTaskFact>
