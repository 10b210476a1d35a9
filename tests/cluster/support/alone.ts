import { spawnSync } from "node:child_process";

/**
 * Runs tests in a network namespace of their own, where Linux lets this user make one: ports of Karpenter and of other
 * controllers are open on every interface, and nothing of theirs reaches another machine. Elsewhere they run as they are,
 * and the test of Karpenter skips itself.
 *
 * @param argv what mocha is given: the tests, and flags such as `--forbid-pending`.
 */
const mocha = ["npx", "mocha", "--config", "tests/cluster/.mocharc.json", "--jobs", "2", ...process.argv.slice(2)];
const inside = ["--user", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
const can = spawnSync("unshare", [...inside, "true"]).status === 0;
const [command = "", ...args] = can ? ["unshare", ...inside, ...mocha] : mocha;
process.exitCode = spawnSync(command, args, { stdio: "inherit" }).status ?? 1;
