// Loaded in front of this host's own agent: when the program that started it is gone, however it ended, the agent ends
// as well. Plain JavaScript, so that the agent's process needs no type stripping.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// An agent that was told to end must not wait for its parent to end first.
process.channel?.unref()
