// The engine always starts a pack through ts-node, which type-checks it at every start. tsx strips the types instead.
// Nothing may be printed to standard output while the pack loads: the engine reads its port from there.
require("tsx/cjs");
require("./index.ts");
