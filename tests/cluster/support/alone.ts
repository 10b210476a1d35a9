import { spawnSync } from "node:child_process";

/**
 * Runs the slow tests in a network namespace of their own, where Linux lets this user make one: Karpenter's ports are
 * open on every interface. Elsewhere they run as they are, and the test of Karpenter skips itself.
 */
const mocha = [
  "npx",
  "mocha",
  "--config",
  "tests/cluster/.mocharc.json",
  "--jobs",
  "2",
  "tests/cluster/slow/*.test.ts",
];
const inside = ["--user", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
const can = spawnSync("unshare", [...inside, "true"]).status === 0;
const [command = "", ...args] = can ? ["unshare", ...inside, ...mocha] : mocha;
process.exitCode = spawnSync(command, args, { stdio: "inherit" }).status ?? 1;
