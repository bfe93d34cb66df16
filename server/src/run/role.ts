// What a worker is started for. Server and exploration are one script, started in two roles.

/** In Node it is the worker's data, in a browser its name. */
export const explorerRole = 'racewalk-explorer';
