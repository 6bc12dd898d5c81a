// The main of a program packed around the stand-in: core-js first, then the product as it is. A program packed
// around the real Electron does not contain this file.
'use strict';
require('core-js/stable');
// A variable, so that the bundler leaves this call alone.
const load = module.require.bind(module);
load('./main/index.cjs');
