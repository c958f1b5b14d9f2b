// What a browser gets for Node's Buffer (next.config.js): lib0 names it, for where it runs on a server.
export const Buffer = undefined
