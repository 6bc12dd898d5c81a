// The first file every npm script runs. Written in the oldest JavaScript, so that any Node can read it
// and say what is wrong instead of stopping at a syntax error.
'use strict';
var OLDEST_NODE = 20;
var major = parseInt(process.versions.node, 10);
if (major < OLDEST_NODE) {
  console.error(
    'Node.js ' +
      process.versions.node +
      ' is too old: install Node.js ' +
      OLDEST_NODE +
      ' or newer from https://nodejs.org and run the same command again.',
  );
  process.exit(1);
}
require('./load.cjs');
