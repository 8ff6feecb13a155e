// The face of commands: what the server asks of sources, and what they answered. The verifying half is in trust, without a database.
export { type AskingSource, type CommandDoor, openCommandDoor } from './command-door.ts'
export { CommandError } from './command-error.ts'
export { commandTasks, expireCommands } from './expire-commands.ts'
export { type IssuedCommand, issueCommand, type NewCommand } from './issue-command.ts'
export { keepResult } from './keep-result.ts'
export { type CommandStatus, readCommand, readCommands } from './read-commands.ts'
export { resultHandler } from './result-handler.ts'

/** The part's migrations. */
export const commandsPart = { part: 'commands', folder: new URL('./sql/', import.meta.url) } as const
