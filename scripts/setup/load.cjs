// Separate from entry.cjs because an ancient Node cannot even parse a dynamic import.
'use strict';
void import('./main.mjs').then(({ main }) => main(process.argv.slice(2)));
